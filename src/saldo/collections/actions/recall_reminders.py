from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.collections.choices import ReminderState, StepMode, TaskOutcome, TaskState
from saldo.collections.models import Reminder, Task
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def recall_reminders(reminder_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Take back reminders that a person has just sent: they are drafts again, and their tasks wait again.

    Drafted already: unchanged. Refused: "not_found"; "too_late" once the message is written.
    """
    actor.require("recall_reminders")
    outcome: Outcome[UUID] = Outcome()
    rows = {
        row.id: row
        for row in Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(reminder_ids))
        .order_by("id")
    }
    for reminder_id in dict.fromkeys(reminder_ids):
        row = rows.get(reminder_id)
        if row is None:
            outcome.refused.append(Refusal(reminder_id, "not_found", "There is no such reminder."))
        elif row.state == ReminderState.DRAFTED:
            outcome.unchanged.append(reminder_id)
        elif row.state == ReminderState.QUEUED and row.mode == StepMode.DRAFTED and row.message_id is None:
            outcome.done.append(reminder_id)
        else:
            outcome.refused.append(Refusal(reminder_id, "too_late", "This reminder is on its way already."))
    if outcome.done:
        waiting = Reminder.objects.filter(tenant_id=actor.tenant_id, id__in=outcome.done)
        waiting.update(state=ReminderState.DRAFTED, held_until=None)
        tasks = Task.objects.filter(
            tenant_id=actor.tenant_id, reminder_id__in=outcome.done, outcome_code=TaskOutcome.SENT
        )
        tasks.update(state=TaskState.OPEN, closed_at=None, outcome_code="")
        before, after = {"state": ReminderState.QUEUED}, {"state": ReminderState.DRAFTED}
        lines = [AuditLine("reminder", one, before, after) for one in outcome.done]
        record("recall_reminders", lines, actor=actor)
    return outcome
