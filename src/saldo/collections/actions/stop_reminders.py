from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import update_rows
from saldo.collections.choices import ReminderState, TaskOutcome, TaskState, reason_label
from saldo.collections.models import Reminder, Task
from saldo.correspondence.actions import cancel_messages
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

_STOPPABLE = (ReminderState.DRAFTED, ReminderState.QUEUED)


def stop_reminders(reasons: Mapping[UUID, str], *, actor: Actor) -> Outcome[UUID]:
    """Keep reminders that wait or are queued from going out, each for its reason (a code of StopReason or Silence).

    Their messages are cancelled and their tasks closed. One whose message is being handed over at this moment is
    refused as "too_late"; one that is not waiting any more is unchanged.
    """
    actor.require("stop_reminders")
    outcome: Outcome[UUID] = Outcome()
    if not reasons:
        return outcome
    rows = list(
        Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(reasons))
        .order_by("id")
        .values("id", "state", "message_id")
    )
    stoppable = [row for row in rows if row["state"] in _STOPPABLE]
    outcome.unchanged += [row["id"] for row in rows if row["state"] not in _STOPPABLE]
    texts = {row["message_id"]: reason_label(reasons[row["id"]]) for row in stoppable if row["message_id"]}
    cancelled = cancel_messages(texts, actor=actor) if texts else Outcome()
    late = {refusal.item for refusal in cancelled.refused}
    for row in stoppable:
        if row["message_id"] in late:
            outcome.refused.append(Refusal(row["id"], "too_late", "This reminder is being sent or has been."))
        else:
            outcome.done.append(row["id"])
    _stop({one: reasons[one] for one in outcome.done}, actor)
    return outcome


def _stop(reasons: Mapping[UUID, str], actor: Actor) -> None:
    update_rows(
        Reminder,
        ("id", "state", "stopped_because"),
        [(reminder_id, ReminderState.STOPPED, reason) for reminder_id, reason in reasons.items()],
    )
    tasks = Task.objects.filter(tenant_id=actor.tenant_id, state=TaskState.OPEN, reminder_id__in=list(reasons))
    tasks.update(state=TaskState.DONE, closed_at=current_frame().now, outcome_code=TaskOutcome.STOPPED)
    lines = [AuditLine("reminder", one, None, {"stopped_because": reason}) for one, reason in reasons.items()]
    record("stop_reminders", lines, actor=actor)
