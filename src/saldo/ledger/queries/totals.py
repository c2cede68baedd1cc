"""What all customers together owe and hold."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class TotalBalance(NamedTuple):
    """The sums over all customers in one currency, both positive."""

    receivable: Money
    credit: Money


_TOTALS = """
    SELECT currency, coalesce(sum(balance_minor) FILTER (WHERE account = 'receivable'), 0)::bigint,
           coalesce(-sum(balance_minor) FILTER (WHERE account = 'customer_credit'), 0)::bigint
    FROM ledger_balance WHERE tenant_id = %s AND account IN ('receivable', 'customer_credit') AND balance_minor <> 0
    GROUP BY currency ORDER BY 2 DESC, 1
"""


def total_balances(tenant_id: UUID) -> list[TotalBalance]:
    """What is owed and what is held unapplied, one row for each currency, the largest receivable first."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [tenant_id])
        return [TotalBalance(Money(owed, code), Money(held, code)) for code, owed, held in cursor.fetchall()]


_LARGEST = """
    SELECT customer_id, balance_minor FROM ledger_balance
    WHERE tenant_id = %s AND account = 'receivable' AND currency = %s AND balance_minor > 0
    ORDER BY balance_minor DESC, customer_id LIMIT %s
"""


def largest_balances(tenant_id: UUID, *, currency: str, limit: int) -> dict[UUID, Money]:
    """The customers who owe most in a currency, the largest first, with what they owe. Walks an index."""
    with connection.cursor() as cursor:
        cursor.execute(_LARGEST, [tenant_id, currency, limit])
        return {customer_id: Money(minor, currency) for customer_id, minor in cursor.fetchall()}
