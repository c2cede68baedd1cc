"""A task in words: why it waits, what to do, and what to say on the telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saldo.collections.choices import TaskKind
from saldo.customers.queries import Billing
from saldo.kernel.locales import babel_locale, format_date, format_money
from saldo.kernel.money import Money

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

_NEXT: Mapping[str, str | Promise] = {
    TaskKind.REVIEW_REMINDER: _("E-mail, drafted"),
    TaskKind.FIX_ADDRESS: _("Find an address"),
    TaskKind.DELIVER_INVOICE: _("See that it arrives"),
    TaskKind.DECIDE_NEXT: _("Call them"),
    TaskKind.CHECK_UNCERTAIN: _("Ask whether it arrived"),
    TaskKind.RECOVER_PAYMENT: _("Call them"),
    TaskKind.CALL_CUSTOMER: _("Call them"),
    TaskKind.CHECK_PROMISE: _("Ask after the money"),
    TaskKind.ANSWER_QUESTION: _("Answer"),
    TaskKind.RESOLVE_DISPUTE: _("Look into it"),
    TaskKind.CONFIRM_CONTACT: _("Check and take over"),
}
_WHY: Mapping[str, str | Promise] = {
    TaskKind.FIX_ADDRESS: _("Mail to them does not arrive"),
    TaskKind.DELIVER_INVOICE: _("They have not got the invoice"),
    TaskKind.DECIDE_NEXT: _("Every step has been taken, without an answer"),
    TaskKind.CHECK_UNCERTAIN: _("Nobody knows whether a message arrived"),
    TaskKind.RECOVER_PAYMENT: _("A payment was taken back"),
    TaskKind.CALL_CUSTOMER: _("A call was put off until today"),
    TaskKind.CONFIRM_CONTACT: _("They sent new contact details"),
}


def next_words(kind: str) -> str:
    """What to do, in two or three words."""
    return str(_NEXT[kind])


def why_words(kind: str, *, detail: str, facts: Mapping[str, str], step: int | None) -> str:
    """Why the task waits, in a sentence without a full stop."""
    if kind == TaskKind.REVIEW_REMINDER:
        before = (step or 1) - 1
        sentence = ngettext("%(count)d message has had no answer", "%(count)d messages have had no answer", before)
        return sentence % {"count": before} if before else gettext("Nobody has written to them about it yet")
    if kind == TaskKind.CHECK_PROMISE:
        return _promise_words(facts)
    if kind in (TaskKind.ANSWER_QUESTION, TaskKind.RESOLVE_DISPUTE):
        return detail
    why = str(_WHY[kind])
    return f"{why}: {detail}" if detail else why


def _promise_words(facts: Mapping[str, str]) -> str:
    locale = babel_locale(get_language() or "en")
    if said := facts.get("said_paid_on"):
        return gettext("On %(day)s they said that it was paid") % {"day": format_date(date.fromisoformat(said), locale)}
    day = format_date(date.fromisoformat(facts["promised_on"]), locale) if "promised_on" in facts else ""
    if "amount" in facts:
        amount = format_money(Money.of(facts["amount"], facts["currency"]), locale)
        return gettext("They promised %(amount)s by %(day)s") % {"amount": amount, "day": day}
    return gettext("They promised to pay by %(day)s") % {"day": day}


def call_script(
    entity: LegalEntity, card: Billing, *, who: str, net: Mapping[str, Money], oldest_days: int
) -> list[str]:
    """What to say on the telephone, in the customer's language: who calls, about what, and one question."""
    language = card.language or entity.language
    total = " + ".join(format_money(amount, language) for amount in net.values())
    with translation.override(translation.to_language(language)):
        company = entity.short_name or entity.name
        hello = gettext("Good morning, this is %(who)s from %(company)s.") % {"who": who, "company": company}
        if card.contact_name:
            hello += " " + gettext("May I speak to %(name)s?") % {"name": card.contact_name}
        days = ngettext("%(days)d day", "%(days)d days", oldest_days) % {"days": oldest_days}
        lines = [hello]
        if total:
            lines.append(
                gettext("I am calling about %(total)s; the oldest part has been due for %(days)s.")
                % {"total": total, "days": days}
            )
        return [
            *lines,
            gettext("Did our messages reach you, and is anything not right with the invoices?"),
            gettext("On which day could the money leave? If all of it is difficult, we can agree on parts."),
            gettext("Thank you. I will write that down and send you the link with which you can pay."),
        ]
