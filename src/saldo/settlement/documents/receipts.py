"""A payment becomes a receipt: its content at issue, and its PDF from that content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation

from saldo.base.files.documents.paper import TEMPLATE_VERSION, paper_languages, render_paper
from saldo.customers.queries import Billing
from saldo.invoices.policies.parties import customer_content, paper_language, seller_content
from saldo.invoices.policies.sheet import Sheet
from saldo.payments.choices import PaymentMethod
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.settlement.policies.receipt_content import PaidItem, receipt_content
from saldo.settlement.queries import AllocationSheet, FrozenReceipt

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


class ReceiptComposer:
    """Composes the receipts of a batch; `invoices` and `allocations` are read once for all of them."""

    def __init__(
        self,
        issuers: Mapping[UUID, LegalEntity],
        customers: Mapping[UUID, Billing],
        invoices: Mapping[UUID, Sheet],
        allocations: Mapping[UUID, Sequence[AllocationSheet]],
    ) -> None:
        self._issuers, self._customers, self._invoices = issuers, customers, invoices
        self._allocations = allocations
        self._written = paper_languages()

    def language(self, payment: PaymentSheet) -> str:
        """The language of the payer, or the nearest that papers are written in."""
        issuer = self._issuers[payment.legal_entity_id]
        wanted = self._customers[payment.customer_id].language
        return paper_language(wanted, issuer=issuer.language, written=self._written)

    def compose(self, payment: PaymentSheet, *, number: str, on: date) -> dict[str, Any]:
        """The content of one receipt."""
        language = self.language(payment)
        with translation.override(translation.to_language(language)):
            method = str(PaymentMethod(payment.method).label)
        return receipt_content(
            number=number,
            on=on,
            received=payment.amount,
            received_on=payment.received_on,
            method=method,
            payment_reference=payment.reference,
            unapplied=payment.unapplied,
            items=[self._item(one) for one in self._allocations.get(payment.id, ())],
            seller=seller_content(self._issuers[payment.legal_entity_id]),
            customer=customer_content(self._customers[payment.customer_id]),
            template_version=TEMPLATE_VERSION,
            language=language,
        )

    def _item(self, allocation: AllocationSheet) -> PaidItem:
        invoice = self._invoices[allocation.invoice_id]
        return PaidItem(invoice.number or "", invoice.title, allocation.amount_minor, invoice.open_minor)


def set_receipt(receipt: FrozenReceipt) -> bytes:
    """The PDF of a receipt: the same bytes for the same content."""
    content = receipt.content
    return render_paper(
        "receipt",
        content["paper"],
        receipt.words,
        look=content["look"],
        accent=content["accent"],
        created_at=receipt.created_at,
    )
