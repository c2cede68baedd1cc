"""Whether what a payment is said to be for can be so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from saldo.invoices.choices import InvoiceKind, InvoiceState
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.outcomes import Refusal
from saldo.payments.policies.payment_sheet import PaymentSheet


def check_items(payment: PaymentSheet, said: Mapping[UUID, int], documents: Mapping[UUID, Sheet]) -> Refusal | None:
    """The first thing that is wrong. A stranger's invoice looks like one that does not exist.

    An invoice that is settled meanwhile is no fault: its share stays with the customer.
    """
    for invoice_id, minor in said.items():
        invoice = documents.get(invoice_id)
        if invoice is None or invoice.customer_id != payment.customer_id:
            return Refusal(payment.id, "unknown_invoice", "This invoice is not one of the customer's.", "items")
        if invoice.kind != InvoiceKind.INVOICE or invoice.state == InvoiceState.DRAFT:
            return Refusal(payment.id, "not_payable", "Only an issued invoice can be paid.", "items")
        if (invoice.legal_entity_id, invoice.currency) != (payment.legal_entity_id, payment.currency):
            sentence = "The invoice is in another currency, or of another company, than the payment."
            return Refusal(payment.id, "other_pot", sentence, "items")
        if minor <= 0:
            return Refusal(payment.id, "not_positive", "What a payment is for is more than zero.", "items")
    return None
