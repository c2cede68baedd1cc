"""Reminders that are about to go out, judged and composed by what is true at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.collections.choices import StepMode
from saldo.collections.documents.reminder_mail import Letter
from saldo.collections.documents.reminder_words import ReminderWords, words_of
from saldo.collections.models import Reminder
from saldo.collections.policies.decide_next_step import Gates, Silent
from saldo.collections.policies.rules import Rules
from saldo.collections.policies.why_not_now import Ask, Sending, why_not_now
from saldo.collections.queries.facts import Facts, Known, facts_of
from saldo.collections.queries.policy import PolicyInForce, current_policy, gates_today
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import sheets_of
from saldo.kernel.calendar import business_date

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

Judged = Letter | Silent


class Judgement(NamedTuple):
    """A letter or why there is none, and what the answer rests on."""

    found: Judged
    facts: Facts
    policy: PolicyInForce


def judge_letters(
    tenant_id: UUID,
    reminders: Sequence[Reminder],
    *,
    ignores_cap: bool | None = None,
    issuers: Mapping[UUID, LegalEntity] | None = None,
) -> dict[UUID, Judged]:
    """By the reminder's id: the letter as it would go out at the frame's instant, or why it must not.

    What a person has sent is not held by gates or the cap again, unless `ignores_cap` says otherwise. `issuers` are
    those that the caller has read already. The same number of queries for one reminder as for many of an issuer.
    """
    judged = judge(tenant_id, reminders, ignores_cap=ignores_cap, issuers=issuers)
    return {reminder_id: one.found for reminder_id, one in judged.items()}


def judge(
    tenant_id: UUID,
    reminders: Sequence[Reminder],
    *,
    ignores_cap: bool | None = None,
    issuers: Mapping[UUID, LegalEntity] | None = None,
    known: Known | None = None,
) -> dict[UUID, Judgement]:
    """The same with what each answer rests on. `known` is what the caller has read of the customers already."""
    by_entity: defaultdict[UUID, list[Reminder]] = defaultdict(list)
    for one in reminders:
        by_entity[one.legal_entity_id].append(one)
    judged: dict[UUID, Judgement] = {}
    for legal_entity_id, rows in by_entity.items():
        entity = (issuers or {}).get(legal_entity_id) or get_legal_entity(tenant_id, legal_entity_id)
        judged |= _judge(entity, rows, ignores_cap, known)
    return judged


def _judge(
    entity: LegalEntity, reminders: Sequence[Reminder], ignores_cap: bool | None, known: Known | None
) -> dict[UUID, Judgement]:
    on = business_date(current_frame().now, entity.time_zone)
    policy = current_policy(entity.tenant_id, entity.id)
    rules = policy.rules
    by_people = all(one.mode == StepMode.DRAFTED for one in reminders)  # whom gates do not hold
    gates = Gates() if by_people else gates_today(entity, rules, on=on)
    facts = facts_of(
        entity.tenant_id,
        [one.customer_id for one in reminders],
        legal_entity_id=entity.id,
        rules=rules,
        on=on,
        ignoring=[one.id for one in reminders],
        known=known,
    )
    answers: dict[UUID, tuple[Reminder, Facts, Ask | Silent]] = {}
    for one in reminders:
        by_person = one.mode == StepMode.DRAFTED
        sending = Sending(one.step, by_person, by_person if ignores_cap is None else ignores_cap)
        of_one = facts[one.customer_id]
        answers[one.id] = (one, of_one, why_not_now(of_one.situation, sending, rules, gates, on=on))
    invoice_ids = {
        item.invoice_id for _, _, found in answers.values() if isinstance(found, Ask) for item in found.items
    }
    sheets = sheets_of(entity.tenant_id, invoice_ids) if invoice_ids else {}
    judged = {}
    for reminder_id, (one, of_one, found) in answers.items():
        letter: Judged = found if isinstance(found, Silent) else _letter(entity, of_one, found, sheets, one, rules, on)
        judged[reminder_id] = Judgement(letter, of_one, policy)
    return judged


def _letter(
    entity: LegalEntity,
    facts: Facts,
    ask: Ask,
    sheets: Mapping[UUID, Sheet],
    reminder: Reminder,
    rules: Rules,
    on: date,
) -> Letter:
    language = reminder.language
    words = words_of_step(rules, reminder.step, language)
    if reminder.body:
        words = ReminderWords(reminder.subject, reminder.body)
    return letter_for(entity, facts, ask, sheets, words=words, language=language, on=on)


def words_of_step(rules: Rules, number: int, language: str) -> ReminderWords:
    """The words of a step's tone; of the last step where the policy has become shorter since."""
    return words_of(rules, rules.steps[min(number, len(rules.steps)) - 1].tone, language)


def letter_for(
    entity: LegalEntity,
    facts: Facts,
    ask: Ask,
    sheets: Mapping[UUID, Sheet],
    *,
    words: ReminderWords,
    language: str,
    on: date,
) -> Letter:
    """A letter to a customer about what may be asked for on a day."""
    credits = facts.situation.credits
    return Letter(entity, facts.billing, words.subject, words.body, ask, sheets, credits, on, language)
