"""How customers pay."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from saldo.insights.models import CustomerHabit
from saldo.insights.policies.expectation import Habit


def habits_of(tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, Habit]:
    """The habits of customers as the night found them; one without enough paid invoices is left out."""
    rows = CustomerHabit.objects.filter(tenant_id=tenant_id, customer_id__in=list(customer_ids))
    return {
        row[0]: Habit(*row[1:])
        for row in rows.values_list("customer_id", "invoices", "early_days", "usual_days", "late_days")
    }
