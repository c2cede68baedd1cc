from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.jobs import defer
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.base.tenants.writer import insert_rows
from saldo.collections.actions.change_standings import StandingChange, change_standings
from saldo.collections.actions.close_outdated_tasks import close_outdated_tasks
from saldo.collections.actions.open_tasks import NewTask, open_tasks
from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.choices import ReminderState, Silence, StepMode, StopReason, TaskKind
from saldo.collections.documents.reminder_words import words_of
from saldo.collections.models import Reminder, ReminderItem
from saldo.collections.policies.decide_next_step import Contact
from saldo.collections.queries.decisions import Decided, decide_for
from saldo.collections.queries.facts import Facts
from saldo.collections.queries.policy import PolicyInForce, current_policy, gates_today
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

WRITING_JOB = "collections.write_reminders"

_COLUMNS = (
    *("id", "legal_entity_id", "customer_id", "contact_id", "business_date", "step", "mode", "state", "language"),
    *("subject", "body", "content", "policy_version", "stopped_because", "version", "created_at"),
)
_TASKS: Mapping[str, TaskKind] = {
    Silence.NO_ADDRESS: TaskKind.FIX_ADDRESS,
    Silence.BOUNCED: TaskKind.FIX_ADDRESS,
    Silence.NOT_DELIVERED: TaskKind.DELIVER_INVOICE,
    Silence.NO_MORE_STEPS: TaskKind.DECIDE_NEXT,
}
"""Silences that only a person can end."""


@dataclass(slots=True)
class _Writing:
    """What a chunk's decisions come to, before anything is written."""

    reminders: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    contacts: dict[UUID, tuple[Facts, Contact]] = field(default_factory=dict)
    standings: list[StandingChange] = field(default_factory=list)
    tasks: list[NewTask] = field(default_factory=list)
    stops: dict[UUID, str] = field(default_factory=dict)
    changed: list[UUID] = field(default_factory=list)


def take_next_steps(customer_ids: Sequence[UUID], *, legal_entity_id: UUID, on: date, actor: Actor) -> Outcome[UUID]:
    """Decide for customers of an issuer what happens today, and arrange it: the heart of the night, set by set.

    Done are the customers for whom a reminder was queued or drafted; refused those who are left alone, with the code
    of the silence; unchanged those for whom the day was decided before. A customer who owes nothing overdue any more
    is in none of them: their standing starts anew and what was still waiting is stopped. Run again it does nothing.
    """
    actor.require("take_next_steps")
    if not customer_ids:
        return Outcome()
    entity = get_legal_entity(actor.tenant_id, legal_entity_id)
    policy = current_policy(actor.tenant_id, legal_entity_id)
    gates = gates_today(entity, policy.rules, on=on)
    outcome: Outcome[UUID] = Outcome()
    writing = _Writing()
    labels = {code: str(label) for code, label in Silence.choices}
    decided = decide_for(
        actor.tenant_id,
        customer_ids,
        legal_entity_id=legal_entity_id,
        rules=policy.rules,
        gates=gates,
        on=on,
        locked=True,
    )
    for one in decided:
        _arrange(one, entity, policy, on, writing)
        customer_id = one.facts.situation.customer_id
        if one.is_decided:
            outcome.unchanged.append(customer_id)
        elif one.silence:
            outcome.refused.append(Refusal(customer_id, one.silence, labels[one.silence]))
    _write(writing, outcome, entity, on, actor)
    return outcome


def _arrange(one: Decided, entity: LegalEntity, policy: PolicyInForce, on: date, writing: _Writing) -> None:
    if one.is_decided:
        return
    if isinstance(one.decision, Contact):
        _arrange_contact(one.facts, one.decision, entity, policy, on, writing)
    elif one.silence:
        _arrange_silence(one.facts, one.silence, on, writing)
    else:
        _arrange_fresh_start(one.facts, writing)


def _arrange_contact(
    facts: Facts, contact: Contact, entity: LegalEntity, policy: PolicyInForce, on: date, writing: _Writing
) -> None:
    card, step = facts.billing, contact.step
    reminder_id = new_id()
    automatic = step.mode == StepMode.AUTOMATIC
    language = card.language or entity.language
    subject, body = ("", "") if automatic else words_of(policy.rules, step.tone, language)
    state = ReminderState.QUEUED if automatic else ReminderState.DRAFTED
    writing.contacts[reminder_id] = (facts, contact)
    writing.changed.append(card.customer_id)
    writing.reminders[reminder_id] = (
        *(reminder_id, entity.id, card.customer_id, card.contact_id, on, contact.number, step.mode, state, language),
        *(subject, body, "{}", policy.version, "", 1, current_frame().now),
    )
    for draft_id in facts.waiting(ReminderState.DRAFTED) if automatic else ():
        writing.stops[draft_id] = StopReason.SUPERSEDED
    standing = facts.standing
    if standing is not None and (standing.silence or standing.step != facts.situation.step):
        writing.standings.append(_kept(facts, ""))


def _kept(facts: Facts, silence: str) -> StandingChange:
    """The standing with its silence; its step as it is seen today, which may be lower than it was."""
    standing, customer_id = facts.standing, facts.situation.customer_id
    if standing is None:
        return StandingChange(None, customer_id, 0, None, None, silence)
    step = facts.situation.step
    return StandingChange(
        *(standing.id, customer_id, step, standing.step_on, standing.last_contact_on, silence),
        standing.promised_until,
    )


def _arrange_silence(facts: Facts, silence: str, on: date, writing: _Writing) -> None:
    """A silence is written when it begins, and so is the task that comes with it."""
    standing, customer_id = facts.standing, facts.situation.customer_id
    begins = standing is None or standing.silence != silence
    if begins or (standing is not None and standing.step != facts.situation.step):
        writing.standings.append(_kept(facts, silence))
    if not begins:
        return
    writing.changed.append(customer_id)
    if silence in (Silence.LEGAL_HOLD, Silence.OPTED_OUT):
        for state in (ReminderState.DRAFTED, ReminderState.QUEUED):
            writing.stops.update(dict.fromkeys(facts.waiting(state), silence))
    kind = _TASKS.get(silence)
    if kind is not None:
        writing.tasks.append(NewTask(f"{kind}:{customer_id}:{_occasion(facts, kind, on)}", kind, customer_id, on))


def _occasion(facts: Facts, kind: TaskKind, on: date) -> date | None:
    """What makes a task the same one: the step after which there is none, the day of the bounce, or today."""
    if kind is TaskKind.DECIDE_NEXT and facts.standing is not None:
        return facts.standing.step_on
    bounced_at = facts.billing.bounced_at
    return bounced_at.date() if kind is TaskKind.FIX_ADDRESS and bounced_at is not None else on


def _arrange_fresh_start(facts: Facts, writing: _Writing) -> None:
    standing, customer_id = facts.standing, facts.situation.customer_id
    for state in (ReminderState.DRAFTED, ReminderState.QUEUED):
        writing.stops.update(dict.fromkeys(facts.waiting(state), StopReason.NO_LONGER_OVERDUE.value))
    if standing is not None and (standing.step or standing.silence or standing.promised_until):
        writing.standings.append(StandingChange(standing.id, customer_id, 0, None, standing.last_contact_on, ""))
        writing.changed.append(customer_id)


def _write(writing: _Writing, outcome: Outcome[UUID], entity: LegalEntity, on: date, actor: Actor) -> None:
    stop_reminders(writing.stops, actor=actor)
    change_standings(writing.standings, legal_entity_id=entity.id, on=on, actor=actor)
    close_outdated_tasks(writing.changed, actor=actor)
    once = ("tenant_id", "legal_entity_id", "customer_id", "business_date")
    written = insert_rows(Reminder, _COLUMNS, writing.reminders.values(), unless_exists=once)
    contacts = {
        reminder_id: writing.contacts[reminder_id] for reminder_id in writing.reminders if reminder_id in written
    }
    insert_rows(
        ReminderItem,
        ("id", "reminder_id", "invoice_id", "open_minor"),
        [
            (new_id(), reminder_id, item.invoice_id, item.open.minor)
            for reminder_id, (_facts, contact) in contacts.items()
            for item in contact.items
            if item.open.currency in contact.net
        ],
    )
    drafts = [
        NewTask(f"review_reminder:{one}", TaskKind.REVIEW_REMINDER, facts.situation.customer_id, on, reminder_id=one)
        for one, (facts, contact) in contacts.items()
        if contact.step.mode != StepMode.AUTOMATIC
    ]
    open_tasks([*writing.tasks, *drafts], actor=actor)
    record(
        "take_next_steps",
        [
            AuditLine("reminder", one, None, {"customer_id": facts.situation.customer_id, "step": contact.number})
            for one, (facts, contact) in contacts.items()
        ],
        actor=actor,
    )
    queued = [one for one, (_, contact) in contacts.items() if contact.step.mode == StepMode.AUTOMATIC]
    defer(WRITING_JOB, queued)
    outcome.done += [facts.situation.customer_id for facts, _ in contacts.values()]
