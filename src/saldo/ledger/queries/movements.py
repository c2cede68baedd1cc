"""What moved on the customers' accounts, by the day to which it belongs; since any instant, for sums that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection


class Movement(NamedTuple):
    """A day of an issuer in one currency, in minor units.

    `owed` is the change of what is owed. `overdue` belongs to the day on which an amount became overdue, or ceased to
    be. `settled` is what ceased to be owed, `settled_days` the same times its days after the due date. `credit` is
    the change of what is held for customers; `credited` the credit notes among it.
    """

    legal_entity_id: UUID
    currency: str
    day: date
    billed: int
    credited: int
    owed: int
    overdue: int
    credit: int
    settled: int
    settled_days: int


class OpenChange(NamedTuple):
    """By how much, and by how many items, what a customer owes of one due date has changed."""

    legal_entity_id: UUID
    customer_id: UUID
    currency: str
    due_on: date
    amount_minor: int
    items: int


BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""Before anything was recorded."""

WHENEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""After everything that will be."""

_CHANGES = """
    WITH book AS (
        SELECT legal_entity_id, since
        FROM unnest(%(entities)s::uuid[], %(since)s::timestamptz[]) AS book (legal_entity_id, since)
    ), moved AS (
        SELECT entry.legal_entity_id, entry.kind, posting.*
        FROM ledger_posting AS posting
        JOIN ledger_entry AS entry ON entry.tenant_id = posting.tenant_id AND entry.id = posting.entry_id
        JOIN book ON book.legal_entity_id = entry.legal_entity_id AND posting.recorded_at > book.since
        WHERE posting.tenant_id = %(tenant_id)s AND posting.customer_id IS NOT NULL
          AND posting.recorded_at > %(earliest)s AND posting.recorded_at <= %(until)s
    ), item AS (
        SELECT item_id, max(due_on) AS due_on FROM ledger_posting
        WHERE tenant_id = %(tenant_id)s AND account = 'receivable' AND due_on IS NOT NULL
          AND item_id IN (SELECT item_id FROM moved WHERE account = 'receivable')
        GROUP BY item_id
    ), dated AS (
        SELECT legal_entity_id, currency, effective_on AS day,
               CASE WHEN moved.due_on IS NOT NULL THEN amount_minor ELSE 0 END AS billed, 0 AS credited,
               amount_minor AS owed, 0 AS overdue, 0 AS credit,
               CASE WHEN moved.due_on IS NULL THEN -amount_minor ELSE 0 END AS settled,
               CASE WHEN moved.due_on IS NULL THEN -amount_minor * (effective_on - item.due_on) ELSE 0 END
                   AS settled_days
        FROM moved LEFT JOIN item USING (item_id) WHERE account = 'receivable'
        UNION ALL
        SELECT legal_entity_id, currency, greatest(effective_on, item.due_on + 1), 0, 0, 0, amount_minor, 0, 0, 0
        FROM moved JOIN item USING (item_id) WHERE account = 'receivable'
        UNION ALL
        SELECT legal_entity_id, currency, effective_on, 0,
               CASE WHEN kind = 'credit_note_issued' THEN -amount_minor ELSE 0 END, 0, 0, -amount_minor, 0, 0
        FROM moved WHERE account = 'customer_credit'
    ), changed AS (
        SELECT DISTINCT moved.item_id, book.legal_entity_id, book.since
        FROM moved JOIN book USING (legal_entity_id) WHERE account = 'receivable'
    ), balance AS (
        SELECT changed.legal_entity_id, customer_id, currency, max(due_on) AS due_on, sum(amount_minor) AS after,
               coalesce(sum(amount_minor) FILTER (WHERE recorded_at <= changed.since), 0) AS before
        FROM changed JOIN ledger_posting AS posting
          ON posting.tenant_id = %(tenant_id)s AND posting.item_id = changed.item_id
         AND posting.account = 'receivable' AND posting.recorded_at <= %(until)s
        GROUP BY changed.item_id, changed.legal_entity_id, customer_id, currency
    )
    SELECT NULL::uuid, legal_entity_id, currency, day, sum(billed)::bigint, sum(credited)::bigint, sum(owed)::bigint,
           sum(overdue)::bigint, sum(credit)::bigint, sum(settled)::bigint, sum(coalesce(settled_days, 0))::bigint
    FROM dated GROUP BY legal_entity_id, currency, day
    UNION ALL
    SELECT customer_id, legal_entity_id, currency, due_on, sum(after - before)::bigint,
           count(*) FILTER (WHERE after <> 0) - count(*) FILTER (WHERE before <> 0), 0, 0, 0, 0, 0
    FROM balance WHERE after <> before
    GROUP BY customer_id, legal_entity_id, currency, due_on
"""


class Changes(NamedTuple):
    """What moved by day, and how what is open has changed by customer and due date."""

    movements: list[Movement]
    open: list[OpenChange]


def changes(tenant_id: UUID, *, since: Mapping[UUID, datetime], until: datetime) -> Changes:
    """What was recorded after an instant, for each issuer its own, up to another. One query.

    Since BEGINNING it is everything: not more rows than days, and than customers have due dates with something open.
    """
    found = Changes([], [])
    if not since:
        return found
    values: dict[str, Any] = {
        "tenant_id": tenant_id,
        "entities": list(since),
        "since": list(since.values()),
        "earliest": min(since.values()),
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, values)
        for customer_id, *row in cursor.fetchall():
            if customer_id is None:
                found.movements.append(Movement._make(row))
            else:
                entity, currency, due_on, amount, items = row[:5]
                found.open.append(OpenChange(entity, customer_id, currency, due_on, amount, items))
    return found
