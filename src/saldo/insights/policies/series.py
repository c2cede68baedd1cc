"""Figures of days become figures of a moment: what is owed, overdue, expected, and how it went month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from saldo.insights.policies.dso import (
    Countback,
    average_days_delinquent,
    average_days_late,
    best_possible_dso,
    collection_effectiveness,
    countback_dso,
    dso,
)
from saldo.kernel.calendar import add_months

PERIOD_DAYS = 90
"""The days of billing that a DSO looks back on."""


class DayFigure(NamedTuple):
    """What belongs to one day in one currency, in minor units.

    `owed` and `overdue` are changes on that day; `due` and `due_invoices` is what is open now and due on it; `early`,
    `likely` and `late` is what is open now and expected on it. A `settled_days` is an amount times days late.
    """

    currency: str
    day: date
    billed: int = 0
    credited: int = 0
    owed: int = 0
    overdue: int = 0
    credit: int = 0
    settled: int = 0
    settled_days: int = 0
    due: int = 0
    due_invoices: int = 0
    early: int = 0
    likely: int = 0
    late: int = 0


class Point(NamedTuple):
    """How it stood at the end of a day, in one currency; a figure that has no answer is None.

    Before the first invoice is PERIOD_DAYS old, what divides by the billing of that many days has no answer.
    """

    on: date
    owed: int
    overdue: int
    billed: int
    dso: Fraction | None
    best_possible: Fraction | None
    delinquent: Fraction | None
    countback: Countback
    effectiveness: Fraction | None
    days_late: Fraction | None


class Week(NamedTuple):
    """What is expected within a week, and with all weeks before it: `low` if it goes badly, `high` if it goes well."""

    starts_on: date
    likely: int
    total_low: int
    total_likely: int
    total_high: int


def add_up(figures: Iterable[DayFigure]) -> list[DayFigure]:
    """The same with one figure for each day and currency, in the order of the days."""
    sums: dict[tuple[str, date], list[int]] = {}
    for one in figures:
        kept = sums.setdefault((one.currency, one.day), [0] * (len(DayFigure._fields) - 2))
        for place, amount in enumerate(one[2:]):
            kept[place] += amount
    return [DayFigure(currency, day, *amounts) for (currency, day), amounts in sorted(sums.items())]


def month_ends(on: date, months: int) -> list[date]:
    """The last days of the months before `on`, and `on` itself: `months` days in all, in order."""
    first = on.replace(day=1)
    return [add_months(first, -back) - timedelta(days=1) for back in range(months - 2, -1, -1)] + [on]


def points(figures: Sequence[DayFigure], ends: Sequence[date]) -> list[Point]:
    """How it stood at the end of each of these days; `figures` are of one currency and reach back to the beginning."""
    return [_point(figures, end) for end in ends]


def _point(figures: Sequence[DayFigure], end: date) -> Point:
    since = end - timedelta(days=PERIOD_DAYS)
    past = [one for one in figures if one.day <= end]
    is_young = not any(one.billed for one in past if one.day <= since + timedelta(days=1))
    period = [one for one in past if one.day > since]
    owed, overdue = sum(one.owed for one in past), sum(one.overdue for one in past)
    billed = sum(one.billed - one.credited for one in period)
    answered = 0 if is_young else billed
    begin = sum(one.owed for one in past if one.day <= since)
    return Point(
        on=end,
        owed=owed,
        overdue=overdue,
        billed=billed,
        dso=dso(owed, billed=answered, days=PERIOD_DAYS),
        best_possible=best_possible_dso(owed, overdue=overdue, billed=answered, days=PERIOD_DAYS),
        delinquent=average_days_delinquent(owed, overdue=overdue, billed=answered, days=PERIOD_DAYS),
        countback=countback_dso(owed, _months_back(past, end)),
        effectiveness=None
        if is_young
        else collection_effectiveness(begin, billed=billed, end=owed, end_current=owed - overdue),
        days_late=average_days_late(sum(one.settled_days for one in period), sum(one.settled for one in period)),
    )


def _months_back(past: Sequence[DayFigure], end: date) -> list[tuple[int, int]]:
    """What was billed in the month of `end` up to it and in each month before, with their days; newest first."""
    billed: dict[date, int] = {}
    for one in past:
        month = one.day.replace(day=1)
        billed[month] = billed.get(month, 0) + one.billed - one.credited
    months, first = [], end.replace(day=1)
    last = end
    while billed and first >= min(billed):
        months.append((billed.get(first, 0), (last - first).days + 1))
        first, last = add_months(first, -1), first - timedelta(days=1)
    return months


def weeks(figures: Sequence[DayFigure], *, on: date, number: int) -> list[Week]:
    """What is expected in the next weeks, the first of which begins today and holds whatever was expected before."""
    rows: list[Week] = []
    for place in range(number):
        starts_on, ends_on = on + timedelta(weeks=place), on + timedelta(weeks=place + 1)
        total = [
            sum(getattr(one, name) for one in figures if one.day < ends_on) for name in ("late", "likely", "early")
        ]
        before = rows[-1].total_likely if rows else 0
        rows.append(Week(starts_on, total[1] - before, *total))
    return rows
