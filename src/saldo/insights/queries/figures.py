"""An issuer's figures as of now: what the night added up, and what the ledger has recorded since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.insights.policies.expectation import PUNCTUAL, Habit
from saldo.insights.policies.series import PERIOD_DAYS, DayFigure, Point, Week, add_up, month_ends, points, weeks
from saldo.insights.queries.derive import Habits, derive, habits_now
from saldo.insights.queries.habits import habits_of
from saldo.kernel.money import Money
from saldo.ledger.queries.movements import BEGINNING, WHENEVER

MONTHS, WEEKS = 18, 8

BUCKET_DAYS: tuple[tuple[str, int | None, int | None], ...] = (
    ("not_due", None, 0),
    *(("days_1_30", 1, 30), ("days_31_60", 31, 60), ("days_61_90", 61, 90)),
    ("days_91", 91, None),
)
"""The buckets of ageing: name, and the days after the due date from and to which it holds."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What of the open invoices is in one bucket of ageing."""

    name: str
    amount: Money
    invoices: int


@dataclass(frozen=True, slots=True)
class GoalView:
    """How many days an issuer wants its money to take, and by when."""

    days: int
    by: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of issuers together, by currency.

    `known_at` is up to when the night had added up; None where no night has.
    """

    on: date
    known_at: datetime | None
    goals: dict[UUID, GoalView]
    days: dict[str, list[DayFigure]]

    @property
    def currencies(self) -> list[str]:
        """Those in which anything is owed or held, the largest first; amounts are not compared across, only sorted."""
        owed = {code: (self.owed(code).minor, self.credit(code).minor) for code in self.days}
        return sorted((code for code, held in owed.items() if any(held)), key=lambda code: (-owed[code][0], code))

    def owed(self, currency: str) -> Money:
        """All that is open."""
        return self._sum(currency, "owed")

    def credit(self, currency: str) -> Money:
        """All that is held for customers and settles nothing yet."""
        return self._sum(currency, "credit")

    def overdue(self, currency: str) -> tuple[Money, int]:
        """What is open of invoices whose due date has passed, and how many they are."""
        late = [one for one in self._days(currency) if one.day < self.on]
        return Money(sum(one.due for one in late), currency), sum(one.due_invoices for one in late)

    def buckets(self, currency: str) -> list[Bucket]:
        """What is open by how long it has been due. Their sum is what is owed."""
        return [self._bucket(currency, *one) for one in BUCKET_DAYS]

    def _bucket(self, currency: str, name: str, first: int | None, last: int | None) -> Bucket:
        held = [
            one
            for one in self._days(currency)
            if (first is None or (self.on - one.day).days >= first)
            and (last is None or (self.on - one.day).days <= last)
        ]
        return Bucket(name, Money(sum(one.due for one in held), currency), sum(one.due_invoices for one in held))

    def points(self, currency: str, months: int = MONTHS) -> list[Point]:
        """How it stood at the end of each month, and today; months before the first invoice are left out."""
        days = self._days(currency)
        first = min((one.day for one in days if one.billed), default=self.on)
        return points(days, [end for end in month_ends(self.on, months) if end >= first])

    def weeks(self, currency: str, number: int = WEEKS) -> list[Week]:
        """What is expected in the next weeks."""
        return weeks(self._days(currency), on=self.on, number=number)

    def _days(self, currency: str) -> Sequence[DayFigure]:
        return self.days.get(currency, [])

    def _sum(self, currency: str, name: str) -> Money:
        return Money(sum(getattr(one, name) for one in self._days(currency)), currency)


_BOOKS = """
    SELECT book.id, snapshot.known_at, snapshot.taken_on, snapshot.invoices, early_days, usual_days, late_days,
           goal.days, goal.by
    FROM unnest(%(entities)s::uuid[]) AS book (id)
    LEFT JOIN insights_snapshot AS snapshot
      ON snapshot.tenant_id = %(tenant_id)s AND snapshot.legal_entity_id = book.id
    LEFT JOIN insights_goal AS goal ON goal.tenant_id = %(tenant_id)s AND goal.legal_entity_id = book.id
"""
# The last column says of which snapshot the rows are: a night may have taken a new one between two statements.
_DAYS = """
    WITH taken AS (
        SELECT max(known_at) AS known_at FROM insights_snapshot
        WHERE tenant_id = %(tenant_id)s AND legal_entity_id = ANY(%(entities)s)
    )
    SELECT currency, CASE WHEN day >= %(start)s THEN day ELSE date_trunc('month', day)::date END AS day,
           sum(billed)::bigint, sum(credited)::bigint, sum(owed)::bigint, sum(overdue)::bigint, sum(credit)::bigint,
           sum(settled)::bigint, sum(settled_days)::bigint, 0, 0, 0, 0, 0,
           (SELECT known_at FROM taken)
    FROM insights_dayfigure WHERE tenant_id = %(tenant_id)s AND legal_entity_id = ANY(%(entities)s)
    GROUP BY 1, 2
    UNION ALL
    SELECT currency, day, 0, 0, 0, 0, 0, 0, 0, sum(due)::bigint, sum(due_invoices)::bigint, sum(early)::bigint,
           sum(likely)::bigint, sum(late)::bigint, (SELECT known_at FROM taken)
    FROM insights_dayfigure WHERE tenant_id = %(tenant_id)s AND legal_entity_id = ANY(%(entities)s)
      AND (due <> 0 OR due_invoices <> 0 OR early <> 0 OR likely <> 0 OR late <> 0)
    GROUP BY 1, 2
"""


def figures(tenant_id: UUID, legal_entity_ids: Sequence[UUID], *, on: date) -> Figures:
    """What issuers are owed and how it went, up to this moment. Four queries at most, whatever the number of invoices.

    What the night kept is read; what was recorded since is added with the habits that the night went by, so that
    what was expected and has come is taken off the very day on which it was expected.
    """
    values: dict[str, Any] = {"tenant_id": tenant_id, "entities": list(legal_entity_ids)}
    values["start"] = month_ends(on, MONTHS)[0] - timedelta(days=PERIOD_DAYS + 31)
    books = {row[0]: row[1:] for row in _rows(_BOOKS, values)}
    kept = {entity: row for entity, row in books.items() if row[0]}
    usual = max((Habit(*row[2:6]) for row in kept.values()), default=PUNCTUAL)

    def habits(customer_ids: set[UUID]) -> tuple[Habits, Habit]:
        if kept:
            return habits_of(tenant_id, customer_ids), usual
        return habits_now(tenant_id, customer_ids, on=on)

    live = derive(
        tenant_id,
        since={one: kept[one][0] if one in kept else BEGINNING for one in legal_entity_ids},
        until=WHENEVER,
        on=min((row[1] for row in kept.values()), default=on),
        habits_of=habits,
    )
    rows = _rows(_DAYS, values) if kept else []
    if rows and rows[0][-1] != max(row[0] for row in kept.values()):
        return figures(tenant_id, legal_entity_ids, on=on)
    stored = [DayFigure._make(row[:-1]) for row in rows]
    by_currency: dict[str, list[DayFigure]] = {}
    for one in add_up([*stored, *(one for rows in live.values() for one in rows)]):
        by_currency.setdefault(one.currency, []).append(one)
    return Figures(
        on=on,
        known_at=min((row[0] for row in kept.values()), default=None),
        goals={entity: GoalView(row[6], row[7]) for entity, row in books.items() if row[6] is not None},
        days=by_currency,
    )


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
