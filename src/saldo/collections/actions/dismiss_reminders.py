from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.collections.actions.advance_standings import Taken, advance_standings
from saldo.collections.choices import ReminderState, TaskOutcome, TaskState
from saldo.collections.models import Reminder, Task
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def dismiss_reminders(
    reminder_ids: Sequence[UUID], *, on: date, reason: str, actor: Actor, code: str = TaskOutcome.DISMISSED
) -> Outcome[UUID]:
    """A person decides not to send drafted reminders. The step counts as taken, so it is not drafted again tomorrow.

    `code` is what came of the tasks: a CallOutcome where somebody has talked to the customer instead, which is a
    contact too. Dismissed already: unchanged. Refused: "not_found", "not_waiting".
    """
    actor.require("dismiss_reminders")
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
        elif row.state == ReminderState.DISMISSED:
            outcome.unchanged.append(reminder_id)
        elif row.state != ReminderState.DRAFTED:
            outcome.refused.append(Refusal(reminder_id, "not_waiting", "This reminder does not wait any more."))
        else:
            outcome.done.append(reminder_id)
    _dismiss([rows[one] for one in outcome.done], on, reason, actor, code)
    return outcome


def _dismiss(rows: Sequence[Reminder], on: date, reason: str, actor: Actor, code: str) -> None:
    if not rows:
        return
    ids = [row.id for row in rows]
    Reminder.objects.filter(tenant_id=actor.tenant_id, id__in=ids).update(state=ReminderState.DISMISSED)
    tasks = Task.objects.filter(tenant_id=actor.tenant_id, state=TaskState.OPEN, reminder_id__in=ids)
    tasks.update(state=TaskState.DONE, closed_at=current_frame().now, outcome=reason[:300], outcome_code=code)
    taken: defaultdict[UUID, list[Taken]] = defaultdict(list)
    for row in rows:
        taken[row.legal_entity_id].append(Taken(row.customer_id, row.step, on, contacted=code != TaskOutcome.DISMISSED))
    system = Actor.system(actor.tenant_id, name=actor.name)
    for legal_entity_id, steps in taken.items():
        advance_standings(steps, legal_entity_id=legal_entity_id, actor=system)
    after = {"state": ReminderState.DISMISSED}
    lines = [AuditLine("reminder", one, {"state": ReminderState.DRAFTED}, after) for one in ids]
    record("dismiss_reminders", lines, actor=actor, reason=reason)
