"""The worklist: what a person should do today, the most important first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q
from django.db.models.functions import Greatest

from saldo.collections.choices import KINDS_SHOWN, Shown
from saldo.collections.models import Standing, Task
from saldo.collections.queries.facts import Known
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.queries.overdue import OverdueInvoice, overdue_items
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A task with what is at stake now. `reminder_*` stand where the task is about a drafted reminder."""

    task_id: UUID
    kind: str
    detail: str
    facts: Mapping[str, str]
    due_on: date
    customer_id: UUID
    customer_name: str
    customer_number: str
    overdue: Sequence[Money]
    oldest_days: int
    invoices: int
    language: str
    reminder_id: UUID | None
    reminder_step: int | None
    reminder_version: int | None
    message_id: UUID | None


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Rows, and the cursor that asks for the next page; "" at the end.

    `counts` says how many tasks wait by kind, of whatever is shown. `known` is what was read of the customers.
    """

    rows: list[WorklistRow]
    cursor: str
    counts: Mapping[str, int]
    known: Known


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


_WAITS = """
    task.tenant_id = %(tenant)s AND task.state = 'open' AND task.due_on <= %(on)s
      AND (task.snoozed_until IS NULL OR task.snoozed_until <= %(on)s)
"""
_COUNTS = f"SELECT task.kind, count(*) AS number FROM collections_task task WHERE {_WAITS} GROUP BY task.kind"  # noqa: S608
# The tasks by what a contact is worth, then by age, then as they came; the counts ride along on every row.
_TASKS = f"""
    SELECT task.id, task.kind, task.detail, task.facts, task.due_on, task.customer_id, task.reminder_id,
           reminder.step, reminder.version, task.message_id, task.weight, task.oldest_due_on,
           (SELECT json_object_agg(kind, number) FROM ({_COUNTS}) counted)
    FROM collections_task task
    LEFT JOIN collections_reminder reminder ON reminder.tenant_id = task.tenant_id AND reminder.id = task.reminder_id
    WHERE {_WAITS}
      AND (%(kinds)s::text[] IS NULL OR task.kind = ANY(%(kinds)s))
      AND (NOT %(more)s OR task.weight < %(weight)s
        OR (task.weight = %(weight)s AND (task.oldest_due_on, task.id) > (%(oldest)s, %(id)s)))
    ORDER BY task.weight DESC, task.oldest_due_on, task.id LIMIT %(limit)s
"""  # noqa: S608


def worklist(
    tenant_id: UUID,
    *,
    on: date,
    shown: Shown = Shown.ALL,
    cursor: str = "",
    limit: int = 50,
    with_customer: UUID | None = None,
) -> WorklistPage:
    """A page of the open tasks that are not put off: by the amount at stake, then its age, then their order.

    The amounts shown are those of now. Three queries for any page; `with_customer` is somebody who is to be among the
    known besides. Raises BadInput for a bad cursor.
    """
    found = _waiting(tenant_id, on, shown, _read_cursor(cursor) if cursor else None, limit + 1)
    page = found[:limit]
    counts = found[0][-1] if found else _counts(tenant_id, on)
    customer_ids = sorted({row[5] for row in page} | ({with_customer} if with_customer else set()))
    cards = billing_of(tenant_id, customer_ids) if customer_ids else {}
    overdue = overdue_items(tenant_id, customer_ids, legal_entity_id=None, on=on) if customer_ids else []
    by_customer: defaultdict[UUID, list[OverdueInvoice]] = defaultdict(list)
    for one in overdue:
        by_customer[one.customer_id].append(one)
    last = page[-1] if len(found) > limit else None
    return WorklistPage(
        [_row(row, cards[row[5]], by_customer[row[5]], on) for row in page],
        f"{last[10]}_{last[11]}_{last[0]}" if last else "",
        counts or {},
        Known(cards, overdue, on),
    )


def next_task(tenant_id: UUID, task: Task, *, on: date, shown: Shown = Shown.ALL) -> UUID | None:
    """The task that comes after one on the worklist, or the first where it was the last; None where none waits."""
    after = (task.weight, task.oldest_due_on, task.id)
    found = _waiting(tenant_id, on, shown, after, 1) or _waiting(tenant_id, on, shown, None, 2)
    return next((row[0] for row in found if row[0] != task.id), None)


def _waiting(
    tenant_id: UUID, on: date, shown: Shown, after: tuple[int, date, UUID] | None, limit: int
) -> list[tuple[Any, ...]]:
    weight, oldest, task_id = after or (0, date.min, UUID(int=0))
    kinds = [kind.value for kind in KINDS_SHOWN[shown]] if shown else None
    values: dict[str, Any] = {"tenant": tenant_id, "on": on, "kinds": kinds, "more": after is not None}
    values |= {"limit": limit}
    with connection.cursor() as database:
        database.execute(_TASKS, {**values, "weight": weight, "oldest": oldest, "id": task_id})
        return [(*row[:3], _json(row[3]), *row[4:-1], _json(row[-1])) for row in database.fetchall()]


def _json(value: Any) -> Any:
    """PostgreSQL's JSON, which Django reads from its own fields only."""
    return json.loads(value) if isinstance(value, str) else value


def _counts(tenant_id: UUID, on: date) -> dict[str, int]:
    with connection.cursor() as database:
        database.execute(_COUNTS, {"tenant": tenant_id, "on": on})
        return dict(database.fetchall())


def done_on(tenant_id: UUID, *, since: datetime) -> dict[str, int]:
    """How many tasks were done since an instant, by what came of them: a TaskOutcome or CallOutcome."""
    rows = Task.objects.filter(tenant_id=tenant_id, state="done", closed_at__gte=since)
    return dict(rows.order_by().values_list("outcome_code").annotate(number=Count("id")))


def put_off(tenant_id: UUID, *, on: date) -> tuple[int, date | None]:
    """How many open tasks wait for a later day, and the first of these days."""
    rows = Task.objects.filter(tenant_id=tenant_id, state="open").annotate(back=Greatest("due_on", "snoozed_until"))
    found = rows.filter(back__gt=on).aggregate(number=Count("id"), first=Min("back"))
    return found["number"], found["first"]


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


def _row(row: tuple[Any, ...], card: Billing, overdue: Sequence[OverdueInvoice], on: date) -> WorklistRow:
    sums: defaultdict[str, int] = defaultdict(int)
    for one in overdue:
        sums[one.currency] += one.open_minor
    return WorklistRow(
        task_id=row[0],
        kind=row[1],
        detail=row[2],
        facts=row[3],
        due_on=row[4],
        customer_id=row[5],
        customer_name=card.name,
        customer_number=card.number,
        overdue=[Money(minor, currency) for currency, minor in sorted(sums.items())],
        oldest_days=max(((on - one.due_on).days for one in overdue), default=0),
        invoices=len(overdue),
        language=card.language,
        reminder_id=row[6],
        reminder_step=row[7],
        reminder_version=row[8],
        message_id=row[9],
    )


def _read_cursor(cursor: str) -> tuple[int, date, UUID]:
    try:
        weight, oldest, task_id = cursor.split("_")
        return int(weight), date.fromisoformat(oldest), UUID(task_id)
    except ValueError:
        raise BadInput("bad_cursor", "This page marker is not one of ours.", field="cursor") from None
