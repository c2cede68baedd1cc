"""Lists of invoices, a page at a time: each page begins after the last row of the one before, however long the list."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries.sheets import SHEET_COLUMNS
from saldo.kernel.errors import BadInput


class Shown(StrEnum):
    """Which invoices a list shows, and in which order."""

    ALL = "all"  # newest first
    DRAFT = "draft"  # newest first
    OPEN = "open"  # invoices, earliest due first
    OVERDUE = "overdue"  # invoices, earliest due first
    SETTLED = "settled"  # newest first
    CREDIT_NOTES = "credit_notes"  # newest first


class InvoicePage(NamedTuple):
    """A page of a list; `cursor` asks for the next one, `previous` (as `before`) for the one before. None at an end."""

    rows: list[Sheet]
    cursor: str | None
    previous: str | None = None


class _Order(NamedTuple):
    """Columns that the page is sorted by, their SQL types, and the direction. Both ways use the same index."""

    keys: tuple[str, str]
    types: tuple[str, str]
    is_ascending: bool

    def sign(self, turned: bool) -> str:
        """What compares a row with one that it comes after."""
        return ">" if self.is_ascending != turned else "<"

    def by(self, turned: bool) -> str:
        """The words of ORDER BY."""
        direction = "ASC" if self.is_ascending != turned else "DESC"
        return ", ".join(f"{key} {direction}" for key in self.keys)


_NEWEST = _Order(("created_at", "id"), ("timestamptz", "uuid"), False)
_DUE = _Order(("due_on", "id"), ("date", "uuid"), True)

_SHOWN: Final[Mapping[Shown, tuple[str, _Order]]] = {
    Shown.ALL: ("TRUE", _NEWEST),
    Shown.DRAFT: ("state = 'draft'", _NEWEST),
    Shown.OPEN: ("state = 'open' AND kind = 'invoice' AND due_on IS NOT NULL", _DUE),
    Shown.OVERDUE: ("state = 'open' AND kind = 'invoice' AND due_on < %(on)s", _DUE),
    Shown.SETTLED: ("state = 'settled'", _NEWEST),
    Shown.CREDIT_NOTES: ("kind = 'credit_note'", _NEWEST),
}


def find_invoices(
    tenant_id: UUID,
    *,
    on: date,
    shown: Shown | str = Shown.ALL,
    number: str = "",
    customer_id: UUID | None = None,
    currency: str = "",
    due_from: date | None = None,
    due_to: date | None = None,
    cursor: str | None = None,
    before: str | None = None,
    turned: bool = False,
    limit: int = 50,
) -> InvoicePage:
    """One page. `on` is the business date that decides what is overdue; `number` is the beginning of a number.

    `due_from` and `due_to` are both within what is shown. The page begins after the row of `cursor`, or ends before the
    row of `before`; `turned` lists from the other end. Raises BadInput for a cursor that is none.
    """
    condition, order = _SHOWN[Shown(shown)]
    values: dict[str, Any] = {"tenant_id": tenant_id, "on": on, "customer_id": customer_id, "limit": limit + 1}
    conditions = [condition]
    if customer_id is not None:
        conditions.append("customer_id = %(customer_id)s")
    if number.strip():  # under a policy only these operators use an index for a prefix
        conditions.append("number ~>=~ %(first)s AND number ~<~ %(beyond)s")
        values |= {"first": number.strip(), "beyond": _beyond(number.strip())}
    for column, sign, value in (("currency", "=", currency), ("due_on", ">=", due_from), ("due_on", "<=", due_to)):
        if value:
            name = f"wanted_{len(values)}"
            conditions.append(f"{column} {sign} %({name})s")
            values[name] = value
    backwards = bool(before and not cursor)
    if row := cursor or before:
        sign = order.sign(turned != backwards)
        conditions.append("({}, {}) {} (%(key)s::{}, %(last_id)s::{})".format(*order.keys, sign, *order.types))
        values |= dict(zip(("key", "last_id"), _read_cursor(row), strict=True))
    statement = (
        f"SELECT {SHEET_COLUMNS} FROM invoices_invoice "  # noqa: S608 - only constants of this file
        f"WHERE tenant_id = %(tenant_id)s AND {' AND '.join(conditions)} "
        f"ORDER BY {order.by(turned != backwards)} LIMIT %(limit)s"
    )
    with connection.cursor() as database:
        database.execute(statement, values)
        rows = [Sheet._make(row) for row in database.fetchall()]
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    return InvoicePage(
        rows,
        cursor=_cursor(rows[-1], order) if rows and (more or backwards) else None,
        previous=_cursor(rows[0], order) if rows and (more if backwards else cursor) else None,
    )


def _beyond(prefix: str) -> str:
    """The first text after every text with this prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _cursor(row: Sheet, order: _Order) -> str:
    key = getattr(row, order.keys[0])
    return base64.urlsafe_b64encode(json.dumps([key.isoformat(), str(row.id)]).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[str, str]:
    try:
        key, last_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        date.fromisoformat(str(key)[:10])
        return str(key), str(UUID(last_id))
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise BadInput("bad_cursor", "This page does not exist.", field="cursor") from None


def open_invoices_of(tenant_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, list[Sheet]]:
    """The open invoices of customers, earliest due first. Credit notes are not among them."""
    return _open(tenant_id, customer_ids, kind="invoice", order="due_on, issued_on, id")


def open_documents_of(tenant_id: UUID, customer_id: UUID) -> tuple[list[Sheet], list[Sheet]]:
    """A customer's open invoices, earliest due first, and the credit notes with something left. One query."""
    statement = (
        f"SELECT {SHEET_COLUMNS} FROM invoices_invoice "  # noqa: S608 - only constants of this file
        "WHERE tenant_id = %s AND customer_id = %s AND state = 'open' ORDER BY due_on, issued_on, id"
    )
    with connection.cursor() as database:
        database.execute(statement, [tenant_id, customer_id])
        found = [Sheet._make(row) for row in database.fetchall()]
    return [one for one in found if one.kind == "invoice"], [one for one in found if one.kind == "credit_note"]


def open_credit_notes_of(tenant_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, list[Sheet]]:
    """The credit notes of customers of which something is left to use, oldest first."""
    return _open(tenant_id, customer_ids, kind="credit_note", order="issued_on, id")


def _open(tenant_id: UUID, customer_ids: Sequence[UUID], *, kind: str, order: str) -> dict[UUID, list[Sheet]]:
    statement = (
        f"SELECT {SHEET_COLUMNS} FROM invoices_invoice "  # noqa: S608 - only constants of this file
        f"WHERE tenant_id = %s AND customer_id = ANY(%s) AND state = 'open' AND kind = %s ORDER BY {order}"
    )
    found: dict[UUID, list[Sheet]] = {one: [] for one in customer_ids}
    with connection.cursor() as database:
        database.execute(statement, [tenant_id, list(found), kind])
        for row in database.fetchall():
            sheet = Sheet._make(row)
            found[sheet.customer_id].append(sheet)
    return found


def numbers_of(tenant_id: UUID, invoice_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The numbers of issued invoices and credit notes by id."""
    with connection.cursor() as database:
        database.execute(
            "SELECT id, number FROM invoices_invoice WHERE tenant_id = %s AND id = ANY(%s) AND number IS NOT NULL",
            [tenant_id, list(invoice_ids)],
        )
        return dict(database.fetchall())


def credit_notes_of(tenant_id: UUID, invoice_id: UUID) -> list[Sheet]:
    """The credit notes that correct an invoice, oldest first."""
    with connection.cursor() as database:
        database.execute(
            f"SELECT {SHEET_COLUMNS} FROM invoices_invoice "  # noqa: S608 - only constants of this file
            "WHERE tenant_id = %s AND corrects_id = %s ORDER BY issued_at, id",
            [tenant_id, invoice_id],
        )
        return [Sheet._make(row) for row in database.fetchall()]


def imported_by_number(tenant_id: UUID, legal_entity_id: UUID, numbers: Sequence[str]) -> dict[str, Sheet]:
    """What was imported for an issuer before, by number."""
    with connection.cursor() as database:
        database.execute(
            f"SELECT {SHEET_COLUMNS} FROM invoices_invoice "  # noqa: S608 - only constants of this file
            "WHERE tenant_id = %s AND legal_entity_id = %s AND origin = 'imported' AND number = ANY(%s)",
            [tenant_id, legal_entity_id, list(numbers)],
        )
        return {sheet.number or "": sheet for sheet in map(Sheet._make, database.fetchall())}
