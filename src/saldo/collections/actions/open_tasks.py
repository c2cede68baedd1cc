from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows, update_rows
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
    case_id: UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


ONE_EACH = frozenset({TaskKind.FIX_ADDRESS, TaskKind.DELIVER_INVOICE, TaskKind.DECIDE_NEXT, TaskKind.CALL_CUSTOMER})
"""Kinds of which a customer has one task at a time, whatever number of invoices or messages it is about."""


def open_tasks(tasks: Sequence[NewTask], *, actor: Actor) -> int:
    """Put tasks on the worklist, weighed by what their customers have overdue. Returns how many are new.

    Of a kind in ONE_EACH a customer has one: what comes later is added to the details of the one that waits.
    """
    actor.require("open_tasks")
    new = _merged(tasks, actor)
    if not new:
        return 0
    now = current_frame().now
    on = max(one.due_on for one in new)
    overdue = overdue_of(actor.tenant_id, sorted({one.customer_id for one in new}), on=on)
    weights = {one.customer_id: weigh([item.open for item in overdue.get(one.customer_id, ())]) for one in new}
    oldest = {customer_id: min(item.due_on for item in items) for customer_id, items in overdue.items()}
    columns = ("id", "customer_id", "reminder_id", "message_id", "case_id", "key", "kind", "state", "detail", "due_on")
    written = insert_rows(
        Task,
        (*columns, "created_at", "outcome", "facts", "weight", "oldest_due_on"),
        [
            (new_id(), one.customer_id, one.reminder_id, one.message_id, one.case_id, one.key, one.kind)
            + (TaskState.OPEN, one.detail[:300], one.due_on, now, "", json.dumps(dict(one.facts)))
            + (weights[one.customer_id], oldest.get(one.customer_id, one.due_on))
            for one in new
        ],
        unless_exists=("tenant_id", "key"),
    )
    return len(written)


def _merged(tasks: Sequence[NewTask], actor: Actor) -> list[NewTask]:
    """The tasks that are to be written; the details of the others are added to those that wait already."""
    customers = {one.customer_id for one in tasks if one.kind in ONE_EACH}
    waiting = {}
    if customers:
        rows = Task.objects.filter(
            tenant_id=actor.tenant_id, customer_id__in=customers, state=TaskState.OPEN, kind__in=ONE_EACH
        )
        waiting = {(row.customer_id, row.kind): row for row in rows.order_by("-id")}
    merged: dict[object, NewTask] = {}
    more: dict[UUID, str] = {}
    for one in tasks:
        key: object = (one.customer_id, one.kind) if one.kind in ONE_EACH else one.key
        row = waiting.get((one.customer_id, one.kind)) if one.kind in ONE_EACH else None
        if row is not None:
            more[row.id] = _joined(more.get(row.id, row.detail), one.detail)
        elif key in merged:
            merged[key] = replace(merged[key], detail=_joined(merged[key].detail, one.detail))
        else:
            merged[key] = one
    changed = [(row.id, more[row.id]) for row in waiting.values() if row.id in more and more[row.id] != row.detail]
    update_rows(Task, ("id", "detail"), changed)
    return list(merged.values())


def _joined(known: str, more: str) -> str:
    parts = known.split(", ") if known else []
    return known if not more or more in parts else ", ".join([*parts, more])[:300]
