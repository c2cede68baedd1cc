"""What a customer has been sent, year by year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries.sheets import SHEET_COLUMNS

MOST_A_YEAR = 1000

_OWN = "FROM invoices_invoice WHERE tenant_id = %s AND customer_id = %s AND state IN ('open', 'settled')"
_YEARS = f"SELECT DISTINCT extract(year FROM issued_on)::int {_OWN} ORDER BY 1 DESC"  # noqa: S608 - constants
_YEAR = f"""
    SELECT {SHEET_COLUMNS} {_OWN} AND issued_on BETWEEN %s AND %s
    ORDER BY issued_on DESC, number DESC LIMIT {MOST_A_YEAR}
"""


def years_of(tenant_id: UUID, customer_id: UUID) -> list[int]:
    """The years in which a customer was sent something, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, [tenant_id, customer_id])
        return [row[0] for row in cursor.fetchall()]


def issued_of(tenant_id: UUID, customer_id: UUID, *, year: int) -> list[Sheet]:
    """A customer's invoices and credit notes of a year, the newest first, never a draft; at most MOST_A_YEAR."""
    with connection.cursor() as cursor:
        cursor.execute(_YEAR, [tenant_id, customer_id, date(year, 1, 1), date(year, 12, 31)])
        return [Sheet._make(row) for row in cursor.fetchall()]
