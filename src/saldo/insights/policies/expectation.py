"""When open money will come: at its due date, and as many days later as this customer usually takes.

No model and nothing learnt: the customer's last paid invoices, in order, and the quarter, half and three quarters of
them. Said on the page in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

LATEST = 24
"""Paid invoices of a customer that make a habit."""

FEWEST = 3
"""With fewer paid invoices than this a customer has no habit yet, and the issuer's stands in."""

SOON = timedelta(days=7)


class Habit(NamedTuple):
    """Days after the due date by which a quarter, half and three quarters of `invoices` had been paid."""

    invoices: int
    early: int
    usual: int
    late: int


PUNCTUAL = Habit(0, 0, 0, 14)
"""Nothing is known of anybody: paid when due, or two weeks later."""


class Expectation(NamedTuple):
    """The days on which an open amount is expected: if it goes well, most likely, if it goes badly. In that order."""

    early: date
    likely: date
    late: date


def habit_of(days_late: Sequence[int]) -> Habit | None:
    """The habit behind the days of paid invoices; None where there are too few to speak of one."""
    if len(days_late) < FEWEST:
        return None
    ordered = sorted(days_late)
    quarter, half, most = (ordered[ceil(len(ordered) * part / 4) - 1] for part in (1, 2, 3))
    return Habit(len(ordered), quarter, half, most)


def expect(due_on: date, habit: Habit, *, on: date) -> Expectation:
    """When what is due on a day will come, seen from `on`; never before it.

    What is already later than the habit says comes, if it goes well, within a week; most likely after half as long
    again as it is late now; and if it goes badly after as long again.
    """
    late_by = max((on - due_on).days, 0)
    late = _day(due_on, habit.late, late_by, on)
    likely = min(_day(due_on, habit.usual, -(-late_by // 2), on), late)
    return Expectation(min(_day(due_on, habit.early, 0, on), likely), likely, late)


def _day(due_on: date, days: int, more: int, on: date) -> date:
    planned = due_on + timedelta(days=days)
    return planned if planned >= on else on + max(timedelta(days=more), SOON)
