"""What is open and overdue over all customers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class OverdueTotal(NamedTuple):
    """What is overdue in one currency, and in how many invoices."""

    amount: Money
    invoices: int


_OVERDUE = """
    SELECT currency, sum(open_minor)::bigint, count(*) FROM invoices_invoice
    WHERE tenant_id = %s AND state = 'open' AND kind = 'invoice' AND due_on < %s
    GROUP BY currency ORDER BY 2 DESC
"""


def overdue_totals(tenant_id: UUID, *, on: date) -> list[OverdueTotal]:
    """The sums of the invoices that `find_invoices` shows as overdue on a day, one for each currency."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [tenant_id, on])
        return [OverdueTotal(Money(minor, currency), count) for currency, minor, count in cursor.fetchall()]
