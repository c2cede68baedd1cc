"""What settled what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.money import Money


class AllocationSheet(NamedTuple):
    """The columns of an allocation; the source is a payment or a credit note."""

    id: UUID
    payment_id: UUID | None
    credit_note_id: UUID | None
    invoice_id: UUID
    currency: str
    amount_minor: int
    allocated_on: date
    created_at: datetime
    reversed_on: date | None
    reversed_at: datetime | None

    @property
    def amount(self) -> Money:
        """How much of the source settled how much of the invoice."""
        return Money(self.amount_minor, self.currency)

    @property
    def is_live(self) -> bool:
        """Not undone."""
        return self.reversed_on is None


_COLUMNS = ", ".join(f"allocation.{name}" for name in AllocationSheet._fields)
_SELECT = f"SELECT {_COLUMNS} FROM settlement_allocation AS allocation WHERE allocation.tenant_id = %s"  # noqa: S608
_ORDER = " ORDER BY allocation.allocated_on, allocation.id"


def allocations_of_payments(tenant_id: UUID, payment_ids: Iterable[UUID]) -> list[AllocationSheet]:
    """What payments settled, undone ones too, in the order of their days."""
    return _read(f" AND allocation.payment_id = ANY(%s){_ORDER}", [tenant_id, list(set(payment_ids))])


def allocations_of_invoices(tenant_id: UUID, invoice_ids: Iterable[UUID]) -> list[AllocationSheet]:
    """What settled invoices, or what credit notes settled, undone ones too, in the order of their days."""
    ids = list(set(invoice_ids))
    conditions = f" AND (allocation.invoice_id = ANY(%s) OR allocation.credit_note_id = ANY(%s)){_ORDER}"
    return _read(conditions, [tenant_id, ids, ids])


def allocations_of_customer(tenant_id: UUID, customer_id: UUID, *, limit: int = 500) -> list[AllocationSheet]:
    """What settled a customer's invoices, the newest first, undone ones too."""
    return _read(
        " AND allocation.invoice_id IN (SELECT id FROM invoices_invoice WHERE tenant_id = %s AND customer_id = %s)"
        " ORDER BY allocation.created_at DESC, allocation.id DESC LIMIT %s",
        [tenant_id, tenant_id, customer_id, limit],
    )


def lock_live_allocations(tenant_id: UUID, payment_ids: Iterable[UUID]) -> list[AllocationSheet]:
    """What payments settle now. Their payments are locked already, so nobody can undo or add any meanwhile."""
    return _read(
        " AND allocation.payment_id = ANY(%s) AND allocation.reversed_on IS NULL ORDER BY allocation.id FOR UPDATE",
        [tenant_id, list(set(payment_ids))],
    )


def latest_allocation_days(tenant_id: UUID, invoice_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which something that still counts settled (a part of) invoices or used credit notes."""
    ids = list(set(invoice_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_id, max(allocated_on) FROM ("
            " SELECT invoice_id AS document_id, allocated_on FROM settlement_allocation"
            "  WHERE tenant_id = %s AND invoice_id = ANY(%s) AND reversed_on IS NULL"
            " UNION ALL SELECT credit_note_id, allocated_on FROM settlement_allocation"
            "  WHERE tenant_id = %s AND credit_note_id = ANY(%s) AND reversed_on IS NULL"
            ") AS days GROUP BY document_id",
            [tenant_id, ids, tenant_id, ids],
        )
        return dict(cursor.fetchall())


def _read(conditions: str, values: Sequence[Any]) -> list[AllocationSheet]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + conditions, list(values))
        return [AllocationSheet._make(row) for row in cursor.fetchall()]
