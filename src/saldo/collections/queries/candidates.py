"""Whom the night has to look at, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import connection

from saldo.invoices.queries.overdue import customers_with_overdue

FIRST = UUID(int=0)
LAST = UUID(int=2**128 - 1)

_STANDING = """
    SELECT customer_id FROM collections_standing
    WHERE tenant_id = %s AND legal_entity_id = %s AND customer_id > %s AND customer_id <= %s
      AND (step > 0 OR silence <> '')
"""
_WAITING = """
    SELECT customer_id FROM collections_reminder
    WHERE tenant_id = %s AND state IN ('drafted', 'queued') AND legal_entity_id = %s
      AND customer_id > %s AND customer_id <= %s
"""


def customers_to_decide(
    tenant_id: UUID, *, legal_entity_id: UUID, on: date, after: UUID = FIRST, limit: int = 2000
) -> tuple[list[UUID], UUID | None]:
    """The next customers with something overdue, a standing to be reset or a reminder that waits; the next cursor.

    In the order of their ids; the cursor is None at the end. A page may be a little longer than `limit`.
    """
    overdue = customers_with_overdue(tenant_id, legal_entity_id=legal_entity_id, on=on, after=after, limit=limit)
    last = overdue[-1] if len(overdue) == limit else LAST
    found = set(overdue)
    with connection.cursor() as cursor:
        for statement in (_STANDING, _WAITING):
            cursor.execute(statement, [tenant_id, legal_entity_id, after, last])
            found.update(row[0] for row in cursor.fetchall())
    return sorted(found), (last if last != LAST else None)


def pages_to_decide(tenant_id: UUID, *, legal_entity_id: UUID, on: date, limit: int = 2000) -> Iterator[list[UUID]]:
    """Every page, within one frame."""
    cursor: UUID | None = FIRST
    while cursor is not None:
        page, cursor = customers_to_decide(tenant_id, legal_entity_id=legal_entity_id, on=on, after=cursor, limit=limit)
        if page:
            yield page


def lost_reminders(tenant_id: UUID, *, before: date, limit: int = 10_000) -> list[UUID]:
    """Reminders queued on an earlier day that still have no message: the job that should write it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM collections_reminder WHERE tenant_id = %s AND state = 'queued' AND business_date < %s"
            " AND message_id IS NULL ORDER BY id LIMIT %s",
            [tenant_id, before, limit],
        )
        return [row[0] for row in cursor.fetchall()]
