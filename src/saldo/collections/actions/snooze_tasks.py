from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.collections.choices import TaskState
from saldo.collections.models import Task
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Outcome, Refusal


def snooze_tasks(task_ids: Sequence[UUID], *, until: date, on: date, actor: Actor) -> Outcome[UUID]:
    """Put tasks off the worklist until a day after `on`. Raises BadInput for another day.

    Refused: "not_found", "already_done".
    """
    actor.require("snooze_tasks")
    if until <= on:
        raise BadInput("not_later", "Choose a day after today.", field="until")
    outcome: Outcome[UUID] = Outcome()
    rows = Task.objects.select_for_update().filter(tenant_id=actor.tenant_id, id__in=list(task_ids)).order_by("id")
    states = dict(rows.values_list("id", "state"))
    for task_id in dict.fromkeys(task_ids):
        if task_id not in states:
            outcome.refused.append(Refusal(task_id, "not_found", "There is no such task."))
        elif states[task_id] == TaskState.DONE:
            outcome.refused.append(Refusal(task_id, "already_done", "This task is done."))
        else:
            outcome.done.append(task_id)
    if outcome.done:
        Task.objects.filter(tenant_id=actor.tenant_id, id__in=outcome.done).update(snoozed_until=until)
        lines = [AuditLine("task", one, None, {"snoozed_until": until}) for one in outcome.done]
        record("snooze_tasks", lines, actor=actor)
    return outcome
