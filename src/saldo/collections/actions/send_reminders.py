from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.jobs import defer
from saldo.base.tenants.frame import current_frame
from saldo.collections.choices import ReminderState, TaskOutcome, TaskState, reason_label
from saldo.collections.documents.letters import Judged, judge_letters
from saldo.collections.models import Reminder, Task
from saldo.collections.policies.decide_next_step import Silent
from saldo.collections.policies.fill_variables import unknown_variables
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

WRITING_JOB = "collections.write_reminders"
_SENT = (ReminderState.QUEUED, ReminderState.SENT, ReminderState.UNCERTAIN)


def send_reminders(
    reminder_ids: Sequence[UUID],
    *,
    on: date,
    actor: Actor,
    despite_cap_because: str = "",
    held_until: datetime | None = None,
) -> Outcome[UUID]:
    """A person sends drafted reminders: they are queued with today's amounts. Sent already: unchanged.

    Until `held_until` no message is written, so that `recall_reminders` can take them back.

    Refused: "not_found", "not_waiting" (stopped or dismissed), "unknown_variable", "already_today" (the customer is
    written to today), and the codes of what speaks against it. A cap on contacts gives way to a reason, which is kept.
    """
    actor.require("send_reminders")
    outcome: Outcome[UUID] = Outcome()
    rows = {
        row.id: row
        for row in Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(reminder_ids))
        .order_by("id")
    }
    waiting = [row for row in rows.values() if row.state == ReminderState.DRAFTED]
    judged = judge_letters(actor.tenant_id, waiting, ignores_cap=bool(despite_cap_because.strip()))
    busy = _written_to_today(waiting, on, actor)
    for reminder_id in dict.fromkeys(reminder_ids):
        row = rows.get(reminder_id)
        if row is not None and row.state in _SENT:
            outcome.unchanged.append(reminder_id)
        elif refusal := _refusal(reminder_id, row, judged, busy):
            outcome.refused.append(refusal)
        else:
            outcome.done.append(reminder_id)
            busy.add((rows[reminder_id].legal_entity_id, rows[reminder_id].customer_id))
    _queue(outcome.done, on, actor, despite_cap_because, held_until)
    return outcome


def _written_to_today(rows: Sequence[Reminder], on: date, actor: Actor) -> set[tuple[UUID, UUID]]:
    others = Reminder.objects.filter(
        tenant_id=actor.tenant_id, customer_id__in=[row.customer_id for row in rows], business_date=on
    ).exclude(id__in=[row.id for row in rows])
    return set(others.values_list("legal_entity_id", "customer_id"))


def _refusal(
    reminder_id: UUID, row: Reminder | None, judged: Mapping[UUID, Judged], busy: set[tuple[UUID, UUID]]
) -> Refusal | None:
    if row is None:
        return Refusal(reminder_id, "not_found", "There is no such reminder.")
    if row.state != ReminderState.DRAFTED:
        return Refusal(reminder_id, "not_waiting", "This reminder was stopped or dismissed.")
    if unknown := unknown_variables(row.subject + row.body):
        sentence = f"Nobody knows what {{{unknown[0]}}} stands for; change the text."
        return Refusal(reminder_id, "unknown_variable", sentence, "body")
    if (row.legal_entity_id, row.customer_id) in busy:
        return Refusal(reminder_id, "already_today", "This customer is being written to today already.")
    found = judged[reminder_id]
    return Refusal(reminder_id, found.reason, reason_label(found.reason)) if isinstance(found, Silent) else None


def _queue(reminder_ids: Sequence[UUID], on: date, actor: Actor, reason: str, held_until: datetime | None) -> None:
    if not reminder_ids:
        return
    # the day on which it goes out is its day: the database then keeps it the only one of that day
    changed = Reminder.objects.filter(tenant_id=actor.tenant_id, id__in=reminder_ids)
    changed.update(state=ReminderState.QUEUED, business_date=on, held_until=held_until)
    tasks = Task.objects.filter(tenant_id=actor.tenant_id, state=TaskState.OPEN, reminder_id__in=reminder_ids)
    tasks.update(state=TaskState.DONE, closed_at=current_frame().now, outcome_code=TaskOutcome.SENT)
    after = {"state": ReminderState.QUEUED}
    lines = [AuditLine("reminder", one, {"state": ReminderState.DRAFTED}, after) for one in reminder_ids]
    record("send_reminders", lines, actor=actor, reason=reason)
    defer(WRITING_JOB, reminder_ids, run_at=held_until)
