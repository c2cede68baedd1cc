"""What was open on a day, as it was known at an instant."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class OpenItem(NamedTuple):
    """An invoice's balance on the receivable account."""

    customer_id: UUID
    item_id: UUID
    open: Money
    due_on: date | None


OPEN_ITEMS_SQL = """
    SELECT customer_id, item_id, currency, sum(amount_minor)::bigint AS open_minor, max(due_on) AS due_on
    FROM ledger_posting
    WHERE tenant_id = %(tenant_id)s AND account = 'receivable'
      AND effective_on <= %(on)s AND recorded_at <= %(known_at)s
      AND (%(customer_id)s::uuid IS NULL OR customer_id = %(customer_id)s)
    GROUP BY customer_id, item_id, currency
    HAVING sum(amount_minor) <> 0
"""


def open_items(tenant_id: UUID, *, on: date, known_at: datetime, customer_id: UUID | None = None) -> list[OpenItem]:
    """Every invoice with a balance at the end of the day `on`, counting only what had been recorded by `known_at`.

    With a `known_at` not later than `known_horizon()` the answer never changes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN_ITEMS_SQL,
            {"tenant_id": tenant_id, "on": on, "known_at": known_at, "customer_id": customer_id},
        )
        return [
            OpenItem(customer, item, Money(open_minor, currency), due_on)
            for customer, item, currency, open_minor, due_on in cursor.fetchall()
        ]
