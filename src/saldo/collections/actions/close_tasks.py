from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.collections.choices import TaskOutcome, TaskState
from saldo.collections.models import Task
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def close_tasks(
    task_ids: Sequence[UUID], *, outcome: str, actor: Actor, code: str = TaskOutcome.HANDLED
) -> Outcome[UUID]:
    """A person is done with tasks; `outcome` says in their words what came of it. Closed already: unchanged.

    `code` is a TaskOutcome or CallOutcome.
    """
    actor.require("close_tasks")
    result: Outcome[UUID] = Outcome()
    rows = Task.objects.select_for_update().filter(tenant_id=actor.tenant_id, id__in=list(task_ids)).order_by("id")
    states = dict(rows.values_list("id", "state"))
    for task_id in dict.fromkeys(task_ids):
        if task_id not in states:
            result.refused.append(Refusal(task_id, "not_found", "There is no such task."))
        elif states[task_id] == TaskState.DONE:
            result.unchanged.append(task_id)
        else:
            result.done.append(task_id)
    if result.done:
        found = Task.objects.filter(tenant_id=actor.tenant_id, id__in=result.done)
        found.update(state=TaskState.DONE, closed_at=current_frame().now, outcome=outcome[:300], outcome_code=code)
        after = {"state": TaskState.DONE, "outcome": outcome[:300], "outcome_code": code}
        record("close_tasks", [AuditLine("task", one, None, after) for one in result.done], actor=actor)
    return result
