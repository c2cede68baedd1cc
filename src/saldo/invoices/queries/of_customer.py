"""One customer's invoices: what is open, page by page with its sums, and what was issued last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries.sheets import SHEET_COLUMNS
from saldo.kernel.money import Money


class OpenSum(NamedTuple):
    """What a customer owes in one currency: all of it, and what of it is overdue; with the number of invoices."""

    open: Money
    overdue: Money
    invoices: int
    overdue_invoices: int


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Some of a customer's open invoices, earliest due first, and the sums of all; `cursor` is "" at the end."""

    rows: list[Sheet]
    sums: dict[str, OpenSum]
    cursor: str


_OPEN = f"""
    WITH own AS (
        SELECT * FROM invoices_invoice
        WHERE tenant_id = %(tenant)s AND customer_id = %(customer)s AND state = 'open' AND kind = 'invoice'
    )
    SELECT page.*, sums.* FROM (VALUES (1), (2)) AS part (number)
    LEFT JOIN (
        SELECT {SHEET_COLUMNS} FROM own
        WHERE %(after_id)s::uuid IS NULL OR (due_on, id) > (%(after_day)s::date, %(after_id)s::uuid)
        ORDER BY due_on, id LIMIT %(limit)s
    ) AS page ON part.number = 1
    LEFT JOIN (
        SELECT currency AS code, sum(open_minor)::bigint,
               coalesce(sum(open_minor) FILTER (WHERE due_on < %(on)s), 0)::bigint,
               count(*), count(*) FILTER (WHERE due_on < %(on)s)
        FROM own GROUP BY currency
    ) AS sums ON part.number = 2
"""  # noqa: S608 - only constants of this file
_LATEST = f"""
    SELECT {SHEET_COLUMNS} FROM invoices_invoice
    WHERE tenant_id = %s AND customer_id = %s AND state IN ('open', 'settled')
    ORDER BY due_on DESC NULLS FIRST, id DESC LIMIT %s
"""  # noqa: S608 - only constants of this file


def open_page(tenant_id: UUID, customer_id: UUID, *, on: date, cursor: str = "", limit: int = 50) -> OpenPage:
    """A page of what a customer owes, however much it is; what is overdue counts up to a day. One query."""
    day, _, last_id = cursor.partition("_")
    values: dict[str, Any] = {"tenant": tenant_id, "customer": customer_id, "on": on, "limit": limit + 1}
    values |= {"after_day": _day_or_none(day), "after_id": _id_or_none(last_id)}
    rows: list[Sheet] = []
    sums: dict[str, OpenSum] = {}
    width = len(Sheet._fields)
    with connection.cursor() as database:
        database.execute(_OPEN, values)
        for row in database.fetchall():
            code, opened, overdue, invoices, late = row[width:]
            if code is not None:
                sums[code] = OpenSum(Money(opened, code), Money(overdue, code), invoices, late)
            elif row[0] is not None:
                rows.append(Sheet._make(row[:width]))
    rows.sort(key=lambda one: (one.due_on or date.max, one.id))
    more = len(rows) > limit
    rows = rows[:limit]
    return OpenPage(rows, sums, f"{rows[-1].due_on}_{rows[-1].id}" if more else "")


def _day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def latest_issued(tenant_id: UUID, customer_id: UUID, *, limit: int) -> list[Sheet]:
    """A customer's last invoices and credit notes, those due last first; never a draft."""
    with connection.cursor() as database:
        database.execute(_LATEST, [tenant_id, customer_id, limit])
        return [Sheet._make(row) for row in database.fetchall()]
