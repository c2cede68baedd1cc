"""The night as it would be: every recipient, text and amount, and the reason of each silence. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from saldo.base.tenants.queries import get_legal_entity
from saldo.collections.choices import reason_label
from saldo.collections.documents.letters import letter_for, words_of_step
from saldo.collections.documents.reminder_mail import render_letter
from saldo.collections.policies.decide_next_step import Contact
from saldo.collections.policies.rules import Rules
from saldo.collections.policies.why_not_now import Ask
from saldo.collections.queries.candidates import pages_to_decide
from saldo.collections.queries.decisions import Decided, decide_for
from saldo.collections.queries.policy import current_policy, gates_today
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import sheets_of
from saldo.kernel.money import Money

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

LINK_TO_COME = "https://…"
"""Stands for the portal's link, which is only made for a mail that is sent."""


@dataclass(frozen=True, slots=True)
class DryRunLine:
    """A customer of whom something is overdue. `silence` is "" for one who would be written to; then `mode` says
    whether by itself ("automatic") or as a draft for a person. A customer decided on before has neither.
    """

    customer_id: UUID
    customer_number: str
    customer_name: str
    silence: str = ""
    reason: str = ""
    decided_before: bool = False
    recipient: str = ""
    step: int = 0
    mode: str = ""
    subject: str = ""
    text: str = ""
    net: Mapping[str, Money] = field(default_factory=dict)


def dry_run(
    tenant_id: UUID, legal_entity_id: UUID, *, on: date, chunk: int = 500, rules: Rules | None = None
) -> Iterator[DryRunLine]:
    """Every decision of a night, in the order of the customers' ids. Needs a frame; reads a chunk at a time.

    `rules` are tried out in place of those in force.
    """
    entity = get_legal_entity(tenant_id, legal_entity_id)
    if rules is None:
        rules = current_policy(tenant_id, legal_entity_id).rules
    gates = gates_today(entity, rules, on=on)
    for page in pages_to_decide(tenant_id, legal_entity_id=legal_entity_id, on=on, limit=chunk):
        decided = list(decide_for(tenant_id, page, legal_entity_id=legal_entity_id, rules=rules, gates=gates, on=on))
        contacts = [one.decision for one in decided if isinstance(one.decision, Contact)]
        sheets = sheets_of(tenant_id, {item.invoice_id for contact in contacts for item in contact.items})
        for one in decided:
            line = _line(one, entity, rules, sheets, on)
            if line is not None:
                yield line


def _line(one: Decided, entity: LegalEntity, rules: Rules, sheets: Mapping[UUID, Sheet], on: date) -> DryRunLine | None:
    card = one.facts.billing
    who: dict[str, Any] = {"customer_id": card.customer_id, "customer_number": card.number, "customer_name": card.name}
    if one.is_decided:
        return DryRunLine(**who, decided_before=True)
    if one.silence:
        return DryRunLine(**who, silence=one.silence, reason=reason_label(one.silence))
    if not isinstance(one.decision, Contact):
        return None
    contact, language = one.decision, card.language or entity.language
    letter = letter_for(
        entity,
        one.facts,
        Ask(contact.items, dict(contact.net)),
        sheets,
        words=words_of_step(rules, contact.number, language),
        language=language,
        on=on,
    )
    mail = render_letter(letter, url=LINK_TO_COME)
    return DryRunLine(
        **who,
        recipient=card.email,
        step=contact.number,
        mode=contact.step.mode,
        subject=mail.subject,
        text=mail.text,
        net=contact.net,
    )
