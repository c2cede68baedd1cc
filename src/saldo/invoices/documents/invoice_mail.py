"""An issued invoice or credit note becomes the mail that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from saldo.base.tenants.queries import get_legal_entity
from saldo.correspondence.documents.mail import MailRow, MailSender, RenderedMail, render_mail
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.choices import InvoiceKind
from saldo.invoices.policies.due_date import due_date
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import get_invoice, lines_of
from saldo.kernel.locales import NO_BREAK_SPACE, format_amount, format_date, format_money
from saldo.kernel.money import Money
from saldo.kernel.references import format_reference

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

MOST_ROWS = 12
"""Lines named in a mail; what is beyond stands in the PDF, its sum in one row."""

_TEMPLATES = {InvoiceKind.INVOICE: "invoices/mail_invoice", InvoiceKind.CREDIT_NOTE: "invoices/mail_credit_note"}


class InvoiceMail(NamedTuple):
    """A mail and whom it goes to."""

    recipient_name: str
    recipient_email: str
    subject: str
    text: str
    html: str


def preview_invoice_mail(tenant_id: UUID, invoice_id: UUID, *, on: date | None = None) -> InvoiceMail:
    """The mail as the customer would get it now, a draft's as if issued `on` that day (without it, no due date is
    named); its link leads nowhere. Raises NotFound.
    """
    sheet = get_invoice(tenant_id, invoice_id)
    if sheet.is_draft:
        due_on = due_date(on, sheet.terms_days) if on else None
        sheet = sheet._replace(open_minor=sheet.total_minor, due_on=due_on)
    billing = billing_of(tenant_id, [sheet.customer_id])[sheet.customer_id]
    mail = render_invoice_mail(
        sheet,
        lines_of(tenant_id, [invoice_id]).get(invoice_id, ()),
        entity=get_legal_entity(tenant_id, sheet.legal_entity_id),
        billing=billing,
        url=f"{settings.SALDO_BASE_URL}/p/…/",
        corrects=get_invoice(tenant_id, sheet.corrects_id).number if sheet.corrects_id else None,
    )
    return InvoiceMail(billing.contact_name, billing.email, *mail)


def render_invoice_mail(
    sheet: Sheet,
    lines: Sequence[SheetLine],
    *,
    entity: LegalEntity,
    billing: Billing,
    url: str,
    corrects: str | None = None,
) -> RenderedMail:
    """The mail in the language of the contact. `url` opens the customer's portal; `corrects` is the number of the
    invoice that a credit note corrects.
    """
    language = billing.language
    with translation.override(translation.to_language(language)):
        rows = _rows(sheet, lines, language)
        total = MailRow(gettext("Total"), format_amount(sheet.total, language))
    paid = sheet.total - sheet.open
    context = {
        "sender": MailSender.of(entity),
        "salutation": billing.salutation,
        "recipient_company": billing.name,
        "number": sheet.number or gettext("(draft)"),
        "bound_number": (sheet.number or gettext("(draft)")).replace(" ", NO_BREAK_SPACE),
        "title": sheet.title,
        "order_number": sheet.order_number,
        "reason": sheet.reason.rstrip("."),
        "reference": format_reference(sheet.reference),
        "corrects": corrects,
        "bound_corrects": (corrects or "").replace(" ", NO_BREAK_SPACE),
        "currency": sheet.currency,
        "amount": format_money(sheet.total, language),
        "open": format_money(sheet.open, language),
        "paid": format_money(paid, language) if sheet.open and paid else "",
        "is_open": bool(sheet.open),
        "due_on": format_date(sheet.due_on, language) if sheet.due_on else "",
        "due_on_long": format_date(sheet.due_on, language, "long") if sheet.due_on else "",
        "action_url": url,
        "rows": rows,
        "total": total,
    }
    return render_mail(_TEMPLATES[InvoiceKind(sheet.kind)], context, language)


def _rows(sheet: Sheet, lines: Sequence[SheetLine], language: str) -> list[MailRow]:
    def amount(minor: int) -> str:
        return format_amount(Money(minor, sheet.currency), language)

    named = lines if len(lines) <= MOST_ROWS else lines[: MOST_ROWS - 1]
    rest = lines[len(named) :]
    rows = [MailRow(line.description, amount(line.net_minor), line.detail) for line in named]
    if rest:
        words = ngettext("%(number)d more line, in the PDF", "%(number)d more lines, in the PDF", len(rest))
        rows.append(MailRow(words % {"number": len(rest)}, amount(sum(line.net_minor for line in rest))))
    if sheet.tax_minor:
        rows.append(MailRow(gettext("Tax"), amount(sheet.tax_minor)))
    return rows
