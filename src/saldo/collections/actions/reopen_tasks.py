from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.collections.choices import TaskOutcome, TaskState
from saldo.collections.models import Task
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def reopen_tasks(task_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Put tasks back on the worklist that a person had put off, or had dealt with. Waiting already: unchanged.

    Refused: "not_found"; "closed_for_good" where more has followed from it than that it is done.
    """
    actor.require("reopen_tasks")
    outcome: Outcome[UUID] = Outcome()
    found = Task.objects.select_for_update().filter(tenant_id=actor.tenant_id, id__in=list(task_ids)).order_by("id")
    rows = {row.id: row for row in found}
    for task_id in dict.fromkeys(task_ids):
        row = rows.get(task_id)
        if row is None:
            outcome.refused.append(Refusal(task_id, "not_found", "There is no such task."))
        elif row.state == TaskState.DONE and row.outcome_code != TaskOutcome.HANDLED:
            outcome.refused.append(Refusal(task_id, "closed_for_good", "This task is done and cannot be opened again."))
        elif row.state == TaskState.OPEN and row.snoozed_until is None:
            outcome.unchanged.append(task_id)
        else:
            outcome.done.append(task_id)
    if outcome.done:
        waiting = Task.objects.filter(tenant_id=actor.tenant_id, id__in=outcome.done)
        waiting.update(state=TaskState.OPEN, snoozed_until=None, closed_at=None, outcome="", outcome_code="")
        lines = [AuditLine("task", one, None, {"state": TaskState.OPEN}) for one in outcome.done]
        record("reopen_tasks", lines, actor=actor)
    return outcome
