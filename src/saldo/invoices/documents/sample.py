"""An invented invoice, to show how an issuer's documents and mails will look before anything is issued."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from saldo.base.files.documents.paper import TEMPLATE_VERSION, draw_paper, paper_languages
from saldo.correspondence.documents.mail import RenderedMail
from saldo.customers.queries import Billing
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin, InvoiceState
from saldo.invoices.documents.invoice_mail import render_invoice_mail
from saldo.invoices.policies.content import build_content
from saldo.invoices.policies.due_date import due_date
from saldo.invoices.policies.parties import customer_content, paper_language, seller_content
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import frozen_words
from saldo.kernel.money import Money
from saldo.kernel.references import creditor_reference
from saldo.taxes.choices import TaxCategory
from saldo.taxes.policies.compute_totals import TaxSubtotal

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

NOBODY = UUID(int=0)
RATE = Decimal(20)


def draw_sample(issuer: LegalEntity, *, on: date, ppi: float) -> bytes:
    """The first page of an invoice of the issuer as a PNG. The issuer need not be saved."""
    language = paper_language(issuer.language, issuer=issuer.language, written=paper_languages())
    content, words = _content(issuer, language, on)
    return draw_paper(
        content["sheet"], content["paper"], words, look=content["look"], accent=content["accent"], ppi=ppi
    )


def sample_mail(issuer: LegalEntity, *, on: date) -> RenderedMail:
    """The mail that would carry it."""
    sheet, lines, billing = _sample(issuer, issuer.language, on)
    return render_invoice_mail(sheet, lines, entity=issuer, billing=billing, url="")


def _content(issuer: LegalEntity, language: str, on: date) -> tuple[dict[str, Any], Any]:
    sheet, lines, billing = _sample(issuer, language, on)
    words = frozen_words(language)
    tax = TaxSubtotal(
        TaxCategory.STANDARD.value, RATE, Money(sheet.net_minor, sheet.currency), Money(sheet.tax_minor, sheet.currency)
    )
    content = build_content(
        sheet,
        number=sheet.number or "",
        reference=sheet.reference,
        on=on,
        due_on=sheet.due_on,
        seller=seller_content(issuer),
        customer=customer_content(billing),
        lines=lines,
        taxes=[tax],
        notes={},
        language=language,
        words=words.words,
        template_version=TEMPLATE_VERSION,
    )
    return content, words.words


def _sample(issuer: LegalEntity, language: str, on: date) -> tuple[Sheet, list[SheetLine], Billing]:
    with translation.override(translation.to_language(language)):
        lines = [
            _line(1, gettext("What you sell"), 3, "240", issuer.currency),
            _line(2, gettext("Something else that you sell"), 1, "90", issuer.currency),
        ]
        title, customer = gettext("An invented invoice"), gettext("A customer of yours")
        street, town = gettext("14 Market Street"), gettext("Riverton")
    net = sum(one.net_minor for one in lines)
    tax = net // 5
    at = datetime.combine(on, time(12), UTC)
    sheet = Sheet(
        id=NOBODY,
        legal_entity_id=NOBODY,
        customer_id=NOBODY,
        corrects_id=None,
        kind=InvoiceKind.INVOICE.value,
        origin=InvoiceOrigin.WRITTEN.value,
        state=InvoiceState.OPEN.value,
        number=f"{on.year}/0042",
        reference=creditor_reference(f"{on.year}0042"),
        language=language,
        currency=issuer.currency,
        title=title,
        period="",
        order_number="",
        note="",
        reason="",
        terms_days=issuer.default_terms_days,
        issued_on=on,
        settled_on=None,
        due_on=due_date(on, issuer.default_terms_days),
        net_minor=net,
        tax_minor=tax,
        total_minor=net + tax,
        open_minor=net + tax,
        delivery=Delivery.NONE.value,
        version=1,
        created_at=at,
        issued_at=at,
    )
    billing = Billing(
        customer_id=NOBODY,
        number="C-0001",
        name=customer,
        kind="business",
        language=language,
        country=issuer.country,
        tax_id="",
        address_lines=(street, town),
        currency=issuer.currency,
        terms_days=None,
        contact_hold="",
        contact_id=None,
        contact_name="",
        salutation="",
        email="",
        phone="",
        bounced_at=None,
    )
    return sheet, lines, billing


def _line(position: int, description: str, quantity: int, price: str, currency: str) -> SheetLine:
    return SheetLine(
        position=position,
        description=description,
        detail="",
        quantity=Decimal(quantity),
        unit="",
        unit_price=Decimal(price),
        discount_percent=Decimal(0),
        tax_code_id=None,
        tax_category=TaxCategory.STANDARD.value,
        tax_rate=RATE,
        net_minor=Money.of(Decimal(price), currency).minor * quantity,
    )
