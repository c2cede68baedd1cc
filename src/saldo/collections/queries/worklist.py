"""The worklist: what a person should do today, the most important first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from saldo.collections.models import Reminder, Standing, Task
from saldo.collections.queries.stakes import Stake, overdue_of
from saldo.customers.queries import Billing, billing_of
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A task with what is at stake now. `reminder_*` stand where the task is about a drafted reminder."""

    task_id: UUID
    kind: str
    detail: str
    due_on: date
    customer_id: UUID
    customer_name: str
    customer_number: str
    overdue: Sequence[Money]
    oldest_days: int
    invoices: int
    reminder_id: UUID | None
    reminder_step: int | None
    reminder_version: int | None
    message_id: UUID | None


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Rows, and the cursor that asks for the next page; "" at the end."""

    rows: list[WorklistRow]
    cursor: str


@dataclass(frozen=True, slots=True)
class StandingView:
    """Where a customer stands with an issuer, and why the last night was silent ("" where it was not)."""

    legal_entity_id: UUID
    customer_id: UUID
    customer_name: str
    step: int
    step_on: date | None
    last_contact_on: date | None
    silence: str
    decided_on: date


_TASKS = """
    SELECT id, kind, detail, due_on, customer_id, reminder_id, message_id, weight, oldest_due_on FROM collections_task
    WHERE tenant_id = %(tenant)s AND state = 'open' AND due_on <= %(on)s
      AND (snoozed_until IS NULL OR snoozed_until <= %(on)s)
      AND (NOT %(more)s OR weight < %(weight)s
        OR (weight = %(weight)s AND (oldest_due_on, id) > (%(oldest)s, %(id)s)))
    ORDER BY weight DESC, oldest_due_on, id LIMIT %(limit)s
"""


def worklist(tenant_id: UUID, *, on: date, cursor: str = "", limit: int = 50) -> WorklistPage:
    """A page of the open tasks that are not put off: by the amount at stake, then its age, then their order.

    The amounts shown are those of now. The same number of queries for any page. Raises BadInput for a bad cursor.
    """
    weight, oldest, task_id = _read_cursor(cursor)
    values: dict[str, Any] = {"tenant": tenant_id, "on": on, "more": bool(cursor), "limit": limit + 1}
    with connection.cursor() as database:
        database.execute(_TASKS, {**values, "weight": weight, "oldest": oldest, "id": task_id})
        found = database.fetchall()
    page = found[:limit]
    customer_ids = sorted({row[4] for row in page})
    cards = billing_of(tenant_id, customer_ids)
    overdue = overdue_of(tenant_id, customer_ids, on=on)
    rows = Reminder.objects.filter(tenant_id=tenant_id, id__in=[row[5] for row in page if row[5]])
    reminders = {row[0]: (row[1], row[2]) for row in rows.values_list("id", "step", "version")}
    last = page[-1] if len(found) > limit else None
    return WorklistPage(
        [_row(row, cards[row[4]], overdue.get(row[4], ()), reminders.get(row[5], (None, None)), on) for row in page],
        f"{last[7]}_{last[8]}_{last[0]}" if last else "",
    )


def count_waiting(tenant_id: UUID, *, on: date) -> int:
    """How many tasks are open and not put off."""
    rows = Task.objects.filter(tenant_id=tenant_id, state="open", due_on__lte=on)
    return rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=on)).count()


def standings_of(tenant_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, list[StandingView]]:
    """Where customers stand, with each issuer that has had to do with them."""
    return _standings(tenant_id, Standing.objects.filter(tenant_id=tenant_id, customer_id__in=customer_ids))


def standing_of(tenant_id: UUID, customer_id: UUID) -> StandingView | None:
    """The standing that was decided on last; None for a customer who was never late."""
    found = standings_of(tenant_id, [customer_id]).get(customer_id)
    return max(found, key=lambda one: one.decided_on) if found else None


def left_alone(tenant_id: UUID, *, limit: int = 100) -> list[StandingView]:
    """Customers of whom something is overdue and who are not written to, with the reason: the latest first."""
    rows = Standing.objects.filter(tenant_id=tenant_id).exclude(silence="").order_by("-decided_on", "id")[:limit]
    found = _standings(tenant_id, rows)
    return sorted((one for views in found.values() for one in views), key=lambda one: one.decided_on, reverse=True)


def _standings(tenant_id: UUID, rows: Iterable[Standing]) -> dict[UUID, list[StandingView]]:
    kept = list(rows)
    cards = billing_of(tenant_id, {row.customer_id for row in kept}) if kept else {}
    found: defaultdict[UUID, list[StandingView]] = defaultdict(list)
    for row in kept:
        found[row.customer_id].append(
            StandingView(
                *(row.legal_entity_id, row.customer_id, cards[row.customer_id].name, row.step, row.step_on),
                *(row.last_contact_on, row.silence, row.decided_on),
            )
        )
    return dict(found)


def _row(
    row: tuple[Any, ...], card: Billing, overdue: Sequence[Stake], reminder: tuple[int | None, int | None], on: date
) -> WorklistRow:
    sums: defaultdict[str, int] = defaultdict(int)
    for one in overdue:
        sums[one.open.currency] += one.open.minor
    return WorklistRow(
        task_id=row[0],
        kind=row[1],
        detail=row[2],
        due_on=row[3],
        customer_id=row[4],
        customer_name=card.name,
        customer_number=card.number,
        overdue=[Money(minor, currency) for currency, minor in sorted(sums.items())],
        oldest_days=max(((on - one.due_on).days for one in overdue), default=0),
        invoices=len(overdue),
        reminder_id=row[5],
        reminder_step=reminder[0],
        reminder_version=reminder[1],
        message_id=row[6],
    )


def _read_cursor(cursor: str) -> tuple[int, date, UUID]:
    if not cursor:
        return 0, date.min, UUID(int=0)
    try:
        weight, oldest, task_id = cursor.split("_")
        return int(weight), date.fromisoformat(oldest), UUID(task_id)
    except ValueError:
        raise BadInput("bad_cursor", "This page marker is not one of ours.", field="cursor") from None
