from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.collections.choices import TaskKind, TaskState
from saldo.collections.models import Task
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
    """Put tasks on the worklist. Returns how many are new."""
    actor.require("open_tasks")
    now = current_frame().now
    columns = ("id", "customer_id", "reminder_id", "message_id", "key", "kind", "state", "detail", "due_on")
    written = insert_rows(
        Task,
        (*columns, "created_at", "outcome"),
        [
            (new_id(), one.customer_id, one.reminder_id, one.message_id, one.key, one.kind, TaskState.OPEN)
            + (one.detail[:300], one.due_on, now, "")
            for one in tasks
        ],
        unless_exists=("tenant_id", "key"),
    )
    return len(written)
