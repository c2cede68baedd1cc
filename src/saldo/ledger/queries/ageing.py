"""What every customer owed on a day, by how long it had been due. One statement over the postings."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection


class AgeingRow(NamedTuple):
    """A customer's open items in one currency, in its minor units, by days after the due date; credit apart, positive.

    Due on the very day is not due yet. `total_minor` is the sum of the buckets, without credit.
    """

    customer_id: UUID
    currency: str
    total_minor: int
    not_due_minor: int
    days_1_30_minor: int
    days_31_60_minor: int
    days_61_90_minor: int
    days_91_minor: int
    credit_minor: int


_AGEING = """
    WITH item AS (
        SELECT customer_id, currency, sum(amount_minor) AS open_minor, %(on)s::date - max(due_on) AS days
        FROM ledger_posting
        WHERE tenant_id = %(tenant_id)s AND account = 'receivable'
          AND effective_on <= %(on)s AND recorded_at <= %(known_at)s
        GROUP BY item_id, customer_id, currency
        HAVING sum(amount_minor) <> 0
    ), owed AS (
        SELECT customer_id, currency, sum(open_minor) AS total,
               sum(open_minor) FILTER (WHERE days <= 0 OR days IS NULL) AS not_due,
               sum(open_minor) FILTER (WHERE days BETWEEN 1 AND 30) AS days_1_30,
               sum(open_minor) FILTER (WHERE days BETWEEN 31 AND 60) AS days_31_60,
               sum(open_minor) FILTER (WHERE days BETWEEN 61 AND 90) AS days_61_90,
               sum(open_minor) FILTER (WHERE days > 90) AS days_91
        FROM item GROUP BY customer_id, currency
    ), held AS (
        SELECT customer_id, currency, -sum(amount_minor) AS credit
        FROM ledger_posting
        WHERE tenant_id = %(tenant_id)s AND account = 'customer_credit'
          AND effective_on <= %(on)s AND recorded_at <= %(known_at)s
        GROUP BY customer_id, currency
        HAVING sum(amount_minor) <> 0
    )
    SELECT customer_id, currency, coalesce(total, 0)::bigint, coalesce(not_due, 0)::bigint,
           coalesce(days_1_30, 0)::bigint, coalesce(days_31_60, 0)::bigint, coalesce(days_61_90, 0)::bigint,
           coalesce(days_91, 0)::bigint, coalesce(credit, 0)::bigint
    FROM owed FULL JOIN held USING (customer_id, currency)
    ORDER BY 3 DESC, 2, 1
"""


def ageing_rows(tenant_id: UUID, *, on: date, known_at: datetime) -> list[AgeingRow]:
    """A row per customer and currency with anything open or held at the end of `on`, as known at an instant.

    The largest first. With a `known_at` not later than `known_horizon()` the answer never changes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AGEING, {"tenant_id": tenant_id, "on": on, "known_at": known_at})
        return list(map(AgeingRow._make, cursor.fetchall()))
