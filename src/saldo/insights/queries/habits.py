"""How a customer pays, and how their balance went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from saldo.insights.models import CustomerHabit
from saldo.insights.policies.expectation import LATEST, Habit, habit_of
from saldo.invoices.queries.habits import PaidInvoice, latest_paid
from saldo.ledger.queries.history import BalanceStep, balance_steps


@dataclass(frozen=True, slots=True)
class CustomerPast:
    """A customer's last invoices against their due dates, the habit behind the paid ones, and the balance over time."""

    paid: list[PaidInvoice]
    habit: Habit | None
    balances: dict[str, list[BalanceStep]]


def customer_past(tenant_id: UUID, customer_id: UUID, *, on: date) -> CustomerPast:
    """How a customer has paid, up to the end of a day. Two queries."""
    paid = latest_paid(tenant_id, customer_id, on=on, most=LATEST)
    habit = habit_of([one.days for one in paid if not one.is_open])
    return CustomerPast(paid, habit, balance_steps(tenant_id, customer_id))


def habits_of(tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, Habit]:
    """The habits of customers as the night found them; one without enough paid invoices is left out."""
    rows = CustomerHabit.objects.filter(tenant_id=tenant_id, customer_id__in=list(customer_ids))
    return {
        row[0]: Habit(*row[1:])
        for row in rows.values_list("customer_id", "invoices", "early_days", "usual_days", "late_days")
    }
