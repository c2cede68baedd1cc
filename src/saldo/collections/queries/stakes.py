"""What is overdue of customers, whichever issuer of the tenant they owe it to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.invoices.queries.overdue import overdue_items
from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Stake:
    """An overdue invoice."""

    invoice_id: UUID
    open: Money
    due_on: date


def overdue_of(tenant_id: UUID, customer_ids: Sequence[UUID], *, on: date) -> dict[UUID, list[Stake]]:
    """By customer, what is overdue on a day. One query."""
    found: defaultdict[UUID, list[Stake]] = defaultdict(list)
    if not customer_ids:
        return {}
    for row in overdue_items(tenant_id, customer_ids, legal_entity_id=None, on=on):
        found[row.customer_id].append(Stake(row.invoice_id, Money(row.open_minor, row.currency), row.due_on))
    return dict(found)
