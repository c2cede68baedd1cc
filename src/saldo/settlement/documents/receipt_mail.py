"""A receipt, or the news that a payment was taken back, becomes a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext, ngettext

from saldo.correspondence.documents.mail import MailRow, MailSender, RenderedMail, render_mail
from saldo.customers.queries import Billing
from saldo.kernel.locales import format_amount, format_date, format_money
from saldo.kernel.money import Money
from saldo.payments.choices import PaymentMethod
from saldo.payments.policies.payment_sheet import PaymentSheet

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

MOST_ROWS = 12
"""Invoices named in a mail; what is beyond stands in the PDF, its sum in one row."""


class PaidRow(NamedTuple):
    """What was paid on an invoice (or is open again), and what is left open."""

    number: str
    title: str
    paid: Money
    left: Money


def render_receipt_mail(
    payment: PaymentSheet, rows: list[PaidRow], *, number: str, entity: LegalEntity, billing: Billing, url: str
) -> RenderedMail:
    """The mail that carries a receipt, in the language of the contact; `url` opens the customer's portal."""
    language = billing.language
    with translation.override(translation.to_language(language)):
        shown = _rows(rows, language)
        if payment.unapplied and rows:
            shown.append(MailRow(gettext("Kept as credit"), format_amount(payment.unapplied, language)))
        total = MailRow(gettext("Received"), format_amount(payment.amount, language))
    context = {
        **_common(payment, entity, billing, url),
        "number": number,
        "rows": shown,
        "total": total if shown else None,
        "unapplied": format_money(payment.unapplied, language) if payment.unapplied else "",
        "is_all_credit": not rows,
    }
    return render_mail("settlement/mail_receipt", context, language)


def render_correction_mail(
    payment: PaymentSheet, rows: list[PaidRow], *, number: str, entity: LegalEntity, billing: Billing, url: str
) -> RenderedMail:
    """The mail that says that a receipt does not hold any more; `rows` are the invoices that are open again."""
    language = billing.language
    with translation.override(translation.to_language(language)):
        shown = _rows(rows, language)
        opened = sum((one.paid for one in rows), Money.zero(payment.currency))
        total = MailRow(gettext("Open again"), format_amount(opened, language))
    context = {
        **_common(payment, entity, billing, url),
        "number": number,
        "rows": shown,
        "total": total if shown else None,
        "reversed_on": format_date(payment.reversed_on, language, "long") if payment.reversed_on else "",
    }
    return render_mail("settlement/mail_correction", context, language)


def _common(payment: PaymentSheet, entity: LegalEntity, billing: Billing, url: str) -> dict[str, Any]:
    language = billing.language
    with translation.override(translation.to_language(language)):
        method = str(PaymentMethod(payment.method).label)
    return {
        "sender": MailSender.of(entity),
        "salutation": billing.salutation,
        "recipient_company": billing.name,
        "amount": format_money(payment.amount, language),
        "currency": payment.currency,
        "method": method,
        "received_on": format_date(payment.received_on, language, "long"),
        "action_url": url,
    }


def _rows(rows: list[PaidRow], language: str) -> list[MailRow]:
    named = rows if len(rows) <= MOST_ROWS else rows[: MOST_ROWS - 1]
    rest = rows[len(named) :]
    shown = [
        MailRow(
            " · ".join(part for part in (one.number, one.title) if part),
            format_amount(one.paid, language),
            _left(one.left, language),
        )
        for one in named
    ]
    if rest:
        words = ngettext("%(number)d more invoice, in the PDF", "%(number)d more invoices, in the PDF", len(rest))
        amount = sum((one.paid for one in rest), Money.zero(rest[0].paid.currency))
        shown.append(MailRow(words % {"number": len(rest)}, format_amount(amount, language)))
    return shown


def _left(left: Money, language: str) -> str:
    if not left:
        return gettext("settled")
    return gettext("still open: %(amount)s") % {"amount": format_money(left, language)}
