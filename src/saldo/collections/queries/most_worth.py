"""The few tasks that are worth most, for the page that asks what would help."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection


class WorthyTask(NamedTuple):
    """The first task of a customer on the worklist; what it is worth is what is overdue of them."""

    task_id: UUID
    kind: str
    detail: str
    customer_id: UUID


_WORTHY = """
    SELECT id, kind, detail, customer_id FROM collections_task
    WHERE tenant_id = %(tenant)s AND state = 'open' AND due_on <= %(on)s
      AND (snoozed_until IS NULL OR snoozed_until <= %(on)s)
    ORDER BY weight DESC, oldest_due_on, id LIMIT %(some)s
"""


def most_worth(tenant_id: UUID, *, on: date, limit: int) -> list[WorthyTask]:
    """In the order of the worklist, one task for each customer. Walks an index."""
    with connection.cursor() as cursor:
        cursor.execute(_WORTHY, {"tenant": tenant_id, "on": on, "some": limit * 5})
        rows = [WorthyTask._make(row) for row in cursor.fetchall()]
    by_customer: dict[UUID, WorthyTask] = {}
    for one in rows:
        by_customer.setdefault(one.customer_id, one)
    return list(by_customer.values())[:limit]
