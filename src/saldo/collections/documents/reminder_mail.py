"""A reminder becomes a mail: the words, and below them everything that is asked for, as it stands at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext, ngettext

from saldo.collections.policies.decide_next_step import OverdueItem
from saldo.collections.policies.fill_variables import fill_variables
from saldo.collections.policies.why_not_now import Ask
from saldo.correspondence.documents.mail import MailRow, MailSender, RenderedMail, render_mail
from saldo.customers.queries import Billing
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.locales import format_amount, format_date, format_money
from saldo.kernel.money import Money

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

TEMPLATE = "collections/mail_reminder"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a reminder says. `sheets` hold the invoices of the items, `credits` what is held by currency."""

    entity: LegalEntity
    billing: Billing
    subject: str
    body: str
    ask: Ask
    sheets: Mapping[UUID, Sheet]
    credits: Mapping[str, Money]
    on: date
    language: str

    @property
    def items(self) -> list[OverdueItem]:
        """What is listed: items in currencies in which something is left to pay, the oldest first."""
        listed = [one for one in self.ask.items if one.open.currency in self.ask.net]
        return sorted(listed, key=lambda one: (one.due_on, one.invoice_id))

    @property
    def oldest_days(self) -> int:
        """For how many days the oldest item has been due."""
        return max((self.on - one.due_on).days for one in self.items)


def letter_content(letter: Letter) -> dict[str, Any]:
    """What a reminder said, to be kept with it: two letters that say the same have the same content."""
    return {
        "on": letter.on.isoformat(),
        "items": [
            {
                "invoice_id": str(one.invoice_id),
                "number": letter.sheets[one.invoice_id].number,
                "due_on": one.due_on.isoformat(),
                "open": str(one.open.decimal),
                "currency": one.open.currency,
            }
            for one in letter.items
        ],
        "credits": {code: str(credit.decimal) for code, credit in letter.credits.items() if code in letter.ask.net},
        "net": {code: str(amount.decimal) for code, amount in letter.ask.net.items()},
        "email": letter.billing.email,
    }


def letter_variables(letter: Letter) -> dict[str, str]:
    """The values of the variables that subject and body may name, in the letter's language."""
    count, days = len(letter.items), letter.oldest_days
    with translation.override(translation.to_language(letter.language)):
        return {
            "total": _total(letter),
            "count": str(count),
            "invoices": ngettext("%(count)d invoice", "%(count)d invoices", count) % {"count": count},
            "oldest_days": ngettext("%(days)d day", "%(days)d days", days) % {"days": days},
            "company": letter.entity.short_name or letter.entity.name,
        }


def paragraphs_of(letter: Letter) -> list[str]:
    """The words as they will be read: the salutation, then the paragraphs with their variables filled in."""
    filled = fill_variables(letter.body, letter_variables(letter))
    return [part for part in (letter.billing.salutation, *map(str.strip, filled.split("\n\n"))) if part]


def render_letter(letter: Letter, *, url: str) -> RenderedMail:
    """The mail. `url` opens the customer's portal page."""
    variables = letter_variables(letter)
    paragraphs = [one.strip() for one in fill_variables(letter.body, variables).split("\n\n") if one.strip()]
    single = next(iter(letter.ask.net)) if len(letter.ask.net) == 1 else ""
    with translation.override(translation.to_language(letter.language)):
        rows = _rows(letter, single)
        total = MailRow(
            gettext("Open today"), format_amount(letter.ask.net[single], letter.language) if single else _total(letter)
        )
    context = {
        "sender": MailSender.of(letter.entity),
        "salutation": letter.billing.salutation,
        "recipient_company": letter.billing.name,
        "subject_line": fill_variables(letter.subject, variables),
        "paragraphs": paragraphs,
        "amount": _total(letter),
        "today": format_date(letter.on, letter.language, "long"),
        "currency": single,
        "action_url": url,
        "rows": rows,
        "total": total,
    }
    return render_mail(TEMPLATE, context, letter.language)


def _total(letter: Letter) -> str:
    return " + ".join(format_money(amount, letter.language) for amount in letter.ask.net.values())


def _rows(letter: Letter, single: str) -> list[MailRow]:
    def written(money: Money) -> str:
        return format_amount(money, letter.language) if single else format_money(money, letter.language)

    rows = [_row(one, letter, written(one.open)) for one in letter.items]
    for currency, credit in sorted(letter.credits.items()):
        if currency in letter.ask.net and credit:
            rows.append(MailRow(gettext("Your credit"), written(-credit)))
    return rows


def _row(item: OverdueItem, letter: Letter, amount: str) -> MailRow:
    sheet, days = letter.sheets[item.invoice_id], (letter.on - item.due_on).days
    label = f"{sheet.number} · {sheet.title}" if sheet.title else str(sheet.number)
    values = {"day": format_date(item.due_on, letter.language, "long"), "days": days}
    detail = ngettext("due %(day)s, %(days)d day ago", "due %(day)s, %(days)d days ago", days) % values
    paid = Money(sheet.total_minor - item.open.minor, item.open.currency)
    if paid:
        whole = Money(sheet.total_minor, item.open.currency)
        money = {name: format_amount(one, letter.language) for name, one in (("paid", paid), ("whole", whole))}
        detail += "; " + gettext("%(paid)s of %(whole)s paid") % money
    return MailRow(label, amount, detail)
