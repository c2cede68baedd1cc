"""How a customer's balance went."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class BalanceStep(NamedTuple):
    """What a customer owed, and what was held for them, at the end of a day on which either changed."""

    on: date
    receivable: Money
    credit: Money

    @property
    def net(self) -> Money:
        """What is left to pay when the credit has been used."""
        return self.receivable - self.credit


_STEPS = """
    SELECT currency, effective_on, sum(owed) OVER so_far, sum(held) OVER so_far FROM (
        SELECT currency, effective_on, coalesce(sum(amount_minor) FILTER (WHERE account = 'receivable'), 0) AS owed,
               coalesce(-sum(amount_minor) FILTER (WHERE account = 'customer_credit'), 0) AS held
        FROM ledger_posting
        WHERE tenant_id = %s AND customer_id = %s AND account IN ('receivable', 'customer_credit')
        GROUP BY currency, effective_on
    ) AS days
    WINDOW so_far AS (PARTITION BY currency ORDER BY effective_on)
    ORDER BY currency, effective_on
"""


def balance_steps(tenant_id: UUID, customer_id: UUID) -> dict[str, list[BalanceStep]]:
    """By currency, a customer's balance on every day on which something happened, in order. One query."""
    found: dict[str, list[BalanceStep]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [tenant_id, customer_id])
        for currency, day, owed, held in cursor.fetchall():
            step = BalanceStep(day, Money(int(owed), currency), Money(int(held), currency))
            found.setdefault(currency, []).append(step)
    return found
