"""What a tone would say to a customer of whom something is overdue today, with the real amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from saldo.collections.documents.dry_run import LINK_TO_COME
from saldo.collections.documents.letters import letter_for
from saldo.collections.documents.reminder_mail import render_letter
from saldo.collections.policies.decide_next_step import net_by_currency
from saldo.collections.policies.fill_variables import fill_variables
from saldo.collections.policies.rules import Rules, Words
from saldo.collections.policies.why_not_now import Ask
from saldo.collections.queries.candidates import FIRST
from saldo.collections.queries.facts import facts_of
from saldo.invoices.queries import sheets_of
from saldo.invoices.queries.overdue import customers_with_overdue

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

INVENTED = {"total": "1.234,56 €", "count": "2", "invoices": "2", "oldest_days": "12"}
CANDIDATES = 20


class LetterPreview(NamedTuple):
    """A letter that is not sent; without a customer its figures are invented."""

    customer_name: str
    recipient: str
    subject: str
    text: str


def preview_letter(entity: LegalEntity, rules: Rules, words: Words, *, language: str, on: date) -> LetterPreview:
    """The letter to the first customers that could get one, in the language whatever theirs is."""
    candidates = customers_with_overdue(
        entity.tenant_id, legal_entity_id=entity.id, on=on, after=FIRST, limit=CANDIDATES
    )
    found = facts_of(entity.tenant_id, candidates, legal_entity_id=entity.id, rules=rules, on=on) if candidates else {}
    for facts in found.values():
        items = tuple(facts.situation.overdue)
        net = net_by_currency(items, facts.situation.credits)
        if net:
            sheets = sheets_of(entity.tenant_id, {one.invoice_id for one in items})
            billing = facts.billing
            if language != billing.language:
                billing = replace(billing, salutation="")
            known = replace(facts, billing=billing)
            letter = letter_for(entity, known, Ask(items, net), sheets, words=words, language=language, on=on)
            mail = render_letter(letter, url=LINK_TO_COME)
            return LetterPreview(facts.billing.name, facts.billing.email, mail.subject, mail.text)
    values = {**INVENTED, "company": entity.short_name or entity.name}
    return LetterPreview("", "", fill_variables(words.subject, values), fill_variables(words.body, values))
