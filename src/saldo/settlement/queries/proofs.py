"""Whether settlement holds: payments against the ledger, allocations against payments, credit notes and invoices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.kernel.journal import Account
from saldo.ledger.queries import item_balances

CHUNK = 10_000
"""Payments compared with the ledger at a time, so that memory stays flat."""


class PaymentProof(NamedTuple):
    """How many payments were compared with the ledger, and how many of them do not hold."""

    payments: int
    unapplied_wrong: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.unapplied_wrong


class AllocationProof(NamedTuple):
    """How many allocations were compared, and the sources and invoices whose sums do not hold."""

    allocations: int
    payments_wrong: int
    credit_notes_wrong: int
    invoices_wrong: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not (self.payments_wrong or self.credit_notes_wrong or self.invoices_wrong)


_PAYMENTS = """
    SELECT id, unapplied_minor FROM payments_payment WHERE tenant_id = %s AND id > %s ORDER BY id LIMIT %s
"""
_ALLOCATIONS = "SELECT count(*) FROM settlement_allocation WHERE tenant_id = %(tenant_id)s"
# A reversed payment settles nothing and holds nothing; every other one has settled what it does not hold.
_BY_PAYMENT = """
    SELECT count(*) FROM payments_payment AS payment LEFT JOIN (
        SELECT payment_id, sum(amount_minor) AS settled FROM settlement_allocation
        WHERE tenant_id = %(tenant_id)s AND reversed_on IS NULL AND payment_id IS NOT NULL GROUP BY payment_id
    ) AS sums ON sums.payment_id = payment.id
    WHERE payment.tenant_id = %(tenant_id)s AND coalesce(sums.settled, 0) <>
          CASE WHEN payment.state = 'reversed' THEN 0 ELSE payment.amount_minor - payment.unapplied_minor END
"""
_BY_DOCUMENT = """
    SELECT count(*) FROM invoices_invoice AS document LEFT JOIN (
        SELECT {column} AS id, sum(amount_minor) AS settled FROM settlement_allocation
        WHERE tenant_id = %(tenant_id)s AND reversed_on IS NULL AND {column} IS NOT NULL GROUP BY {column}
    ) AS sums ON sums.id = document.id
    WHERE document.tenant_id = %(tenant_id)s AND document.kind = %(kind)s AND document.state <> 'draft'
      AND coalesce(sums.settled, 0) <> document.total_minor - document.open_minor
"""


def prove_payments(tenant_id: UUID) -> PaymentProof:
    """Compare what every payment is said to hold with the ledger."""
    compared = wrong = 0
    for rows in _payments(tenant_id):
        balances = item_balances(tenant_id, [row[0] for row in rows], account=Account.CUSTOMER_CREDIT)
        compared += len(rows)
        wrong += sum((-balances[one].minor if one in balances else 0) != minor for one, minor in rows)
    return PaymentProof(compared, wrong)


def prove_allocations(tenant_id: UUID) -> AllocationProof:
    """Add up allocations from both ends: what sources gave, and what invoices and credit notes lost."""
    values: dict[str, Any] = {"tenant_id": tenant_id}
    with connection.cursor() as cursor:
        counts = []
        for statement, more in (
            (_ALLOCATIONS, {}),
            (_BY_PAYMENT, {}),
            (_BY_DOCUMENT.format(column="credit_note_id"), {"kind": "credit_note"}),
            (_BY_DOCUMENT.format(column="invoice_id"), {"kind": "invoice"}),
        ):
            cursor.execute(statement, {**values, **more})
            counts.append(int(cursor.fetchone()[0]))
    return AllocationProof(*counts)


def _payments(tenant_id: UUID) -> Iterator[list[tuple[Any, ...]]]:
    last_id = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PAYMENTS, [tenant_id, last_id, CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last_id = rows[-1][0]
