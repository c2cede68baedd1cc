"""The decision for each of many customers today, with what it rests on. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.collections.choices import ReminderState, Silence
from saldo.collections.policies.decide_next_step import Contact, Gates, Silent, decide_next_step
from saldo.collections.policies.rules import Rules
from saldo.collections.queries.facts import Facts, facts_of


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to happen: a contact, a silence, or None where nothing is overdue.

    `is_decided`: a reminder of this very day stands already, so the day is over for this customer.
    """

    facts: Facts
    decision: Contact | Silent | None
    is_decided: bool = False

    @property
    def silence(self) -> str:
        """The code of the silence, or "" where there is none."""
        return self.decision.reason if isinstance(self.decision, Silent) else ""


def decide_for(
    tenant_id: UUID,
    customer_ids: Sequence[UUID],
    *,
    legal_entity_id: UUID,
    rules: Rules,
    gates: Gates,
    on: date,
    locked: bool = False,
) -> Iterator[Decided]:
    """One decision per customer who exists, in the order that was asked; `locked` for whoever is going to act on it."""
    facts = facts_of(tenant_id, customer_ids, legal_entity_id=legal_entity_id, rules=rules, on=on, locked=locked)
    for customer_id in (one for one in dict.fromkeys(customer_ids) if one in facts):
        yield _decide(facts[customer_id], rules, gates, on)


def _decide(facts: Facts, rules: Rules, gates: Gates, on: date) -> Decided:
    decision = decide_next_step(facts.situation, rules, gates, on=on)
    if any(one.business_date == on for one in facts.reminders) and decision is not None:
        return Decided(facts, None, is_decided=True)
    # what is on its way out is written anew when it goes, with everything that is overdue by then
    if isinstance(decision, Contact) and any(one.state == ReminderState.QUEUED for one in facts.reminders):
        return Decided(facts, Silent(Silence.ALREADY_QUEUED.value))
    return Decided(facts, decision)
