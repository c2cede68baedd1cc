"""How a customer's balance went."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class BalanceStep(NamedTuple):
    """What a customer owed, less what was held for them, at the end of a day on which that changed."""

    on: date
    balance: Money


_STEPS = """
    SELECT currency, effective_on, sum(sum(amount_minor)) OVER (PARTITION BY currency ORDER BY effective_on)::bigint
    FROM ledger_posting
    WHERE tenant_id = %s AND customer_id = %s AND account IN ('receivable', 'customer_credit')
    GROUP BY currency, effective_on ORDER BY currency, effective_on
"""


def balance_steps(tenant_id: UUID, customer_id: UUID) -> dict[str, list[BalanceStep]]:
    """By currency, a customer's balance on every day on which something happened, in order. One query."""
    found: dict[str, list[BalanceStep]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [tenant_id, customer_id])
        for currency, day, minor in cursor.fetchall():
            found.setdefault(currency, []).append(BalanceStep(day, Money(minor, currency)))
    return found
