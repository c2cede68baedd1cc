from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.collections.choices import TaskKind, TaskState
from saldo.collections.models import Task
from saldo.collections.policies.weigh import weigh
from saldo.collections.queries.stakes import overdue_of
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


@dataclass(frozen=True, slots=True)
class NewTask:
    """Something for a person to do. The same `key` is never put on the worklist twice, done or not."""

    key: str
    kind: TaskKind
    customer_id: UUID
    due_on: date
    reminder_id: UUID | None = None
    message_id: UUID | None = None
    detail: str = ""


def open_tasks(tasks: Sequence[NewTask], *, actor: Actor) -> int:
    """Put tasks on the worklist, weighed by what their customers have overdue. Returns how many are new."""
    actor.require("open_tasks")
    if not tasks:
        return 0
    now = current_frame().now
    on = max(one.due_on for one in tasks)
    overdue = overdue_of(actor.tenant_id, sorted({one.customer_id for one in tasks}), on=on)
    weights = {one.customer_id: weigh([item.open for item in overdue.get(one.customer_id, ())]) for one in tasks}
    oldest = {customer_id: min(item.due_on for item in items) for customer_id, items in overdue.items()}
    columns = ("id", "customer_id", "reminder_id", "message_id", "key", "kind", "state", "detail", "due_on")
    written = insert_rows(
        Task,
        (*columns, "created_at", "outcome", "weight", "oldest_due_on"),
        [
            (new_id(), one.customer_id, one.reminder_id, one.message_id, one.key, one.kind, TaskState.OPEN)
            + (one.detail[:300], one.due_on, now, "")
            + (weights[one.customer_id], oldest.get(one.customer_id, one.due_on))
            for one in tasks
        ],
        unless_exists=("tenant_id", "key"),
    )
    return len(written)
