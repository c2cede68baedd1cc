"""Invoices with their lines, whole, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.errors import NotFound

SHEET_COLUMNS = ", ".join(Sheet._fields)
_SHEETS = f"SELECT {SHEET_COLUMNS} FROM invoices_invoice WHERE tenant_id = %s AND id = ANY(%s) ORDER BY id"  # noqa: S608
_LINES = f"""
    SELECT invoice_id, {", ".join(SheetLine._fields)} FROM invoices_invoiceline
    WHERE tenant_id = %s AND invoice_id = ANY(%s) ORDER BY invoice_id, position
"""  # noqa: S608


def get_invoice(tenant_id: UUID, invoice_id: UUID) -> Sheet:
    """One invoice or credit note. Raises NotFound."""
    found = sheets_of(tenant_id, [invoice_id])
    if invoice_id not in found:
        raise NotFound()
    return found[invoice_id]


def sheets_of(tenant_id: UUID, invoice_ids: Iterable[UUID]) -> dict[UUID, Sheet]:
    """Invoices and credit notes by id; an unknown id is left out."""
    return _read(_SHEETS, tenant_id, invoice_ids)


def lock_invoices(tenant_id: UUID, invoice_ids: Iterable[UUID]) -> dict[UUID, Sheet]:
    """The same, locked in the order of their ids until the transaction ends, so that no two wait in a circle."""
    return _read(f"{_SHEETS} FOR UPDATE", tenant_id, invoice_ids)


def _read(statement: str, tenant_id: UUID, invoice_ids: Iterable[UUID]) -> dict[UUID, Sheet]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [tenant_id, list(set(invoice_ids))])
        return {row[0]: Sheet._make(row) for row in cursor.fetchall()}


def lines_of(tenant_id: UUID, invoice_ids: Sequence[UUID]) -> dict[UUID, list[SheetLine]]:
    """The lines of invoices in order; one without lines is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [tenant_id, list(invoice_ids)])
        rows = cursor.fetchall()
    return {
        invoice_id: [SheetLine._make(row[1:]) for row in group] for invoice_id, group in groupby(rows, itemgetter(0))
    }
