"""Figures made from the ledger: of all time for the night, of what was recorded since for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from saldo.insights.policies.expectation import LATEST, PUNCTUAL, Habit, expect, habit_of
from saldo.insights.policies.series import DayFigure
from saldo.invoices.queries.habits import paid_days
from saldo.kernel.calendar import add_months
from saldo.ledger.queries.movements import OpenChange, changes

REMEMBERED_MONTHS = 18
"""What was paid longer ago says nothing about a habit."""

Habits = Mapping[UUID, Habit]
HabitsOf = Callable[[set[UUID]], tuple[Habits, Habit]]
"""The habits of customers, and the one that stands in for those who have none."""


def derive(
    tenant_id: UUID, *, since: Mapping[UUID, datetime], until: datetime, on: date, habits_of: HabitsOf
) -> dict[UUID, list[DayFigure]]:
    """The figures of each issuer for what was recorded after its instant; several of one day are still to be added up.

    Expectations are as seen from `on`. Two queries; one where nothing was recorded.
    """
    found: defaultdict[UUID, list[DayFigure]] = defaultdict(list)
    recorded = changes(tenant_id, since=since, until=until)
    for one in recorded.movements:
        found[one.legal_entity_id].append(DayFigure(*one[1:]))
    if recorded.open:
        habits, usual = habits_of({one.customer_id for one in recorded.open})
        for change in recorded.open:
            habit = habits.get(change.customer_id, usual)
            found[change.legal_entity_id].extend(_open_figures(change, habit, on))
    return dict(found)


def _open_figures(change: OpenChange, habit: Habit, on: date) -> Iterable[DayFigure]:
    early, likely, late = expect(change.due_on, habit, on=on)
    amount, currency = change.amount_minor, change.currency
    yield DayFigure(currency, change.due_on, due=amount, due_invoices=change.items)
    yield DayFigure(currency, early, early=amount)
    yield DayFigure(currency, likely, likely=amount)
    yield DayFigure(currency, late, late=amount)


def habits_now(tenant_id: UUID, customer_ids: set[UUID] | None, *, on: date) -> tuple[dict[UUID, Habit], Habit]:
    """The habits of customers (None: of everybody) from their last paid invoices, and of all these together."""
    days = paid_days(tenant_id, customer_ids, after=add_months(on, -REMEMBERED_MONTHS), most=LATEST)
    habits = ((customer_id, habit_of(row)) for customer_id, row in days.items())
    together = habit_of([one for row in days.values() for one in row])
    return {customer_id: habit for customer_id, habit in habits if habit}, together or PUNCTUAL
