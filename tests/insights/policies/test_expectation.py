"""When open money is expected, from how its customer has paid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.insights.policies.expectation import FEWEST, PUNCTUAL, Habit, expect, habit_of

TODAY = date(2026, 3, 2)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_habit_is_the_quarter_the_half_and_three_quarters_of_what_was_paid():
    assert habit_of([9, 1, 5, 3]) == Habit(4, 1, 3, 5)
    assert habit_of([0] * 7 + [30]) == Habit(8, 0, 0, 0)


def test_too_few_invoices_are_no_habit():
    assert habit_of([4] * (FEWEST - 1)) is None


def test_money_comes_at_its_due_date_and_as_late_as_this_customer_usually_is():
    assert expect(in_days(10), Habit(9, -2, 4, 20), on=TODAY) == (in_days(8), in_days(14), in_days(30))


def test_what_is_later_than_the_habit_comes_within_a_week_or_after_half_or_as_long_again():
    assert expect(in_days(-40), Habit(9, 0, 2, 5), on=TODAY) == (in_days(7), in_days(20), in_days(40))
    assert expect(in_days(-4), PUNCTUAL, on=TODAY) == (in_days(7), in_days(7), in_days(10))


@given(
    due_in=st.integers(-800, 400),
    days=st.lists(st.integers(-60, 400), min_size=FEWEST, max_size=24),
)
def test_the_three_days_are_in_order_and_none_is_past(due_in, days):
    habit = habit_of(days)
    early, likely, late = expect(in_days(due_in), habit, on=TODAY)
    assert TODAY <= early <= likely <= late


@pytest.mark.parametrize("late_by", [0, 1])
def test_what_is_due_today_and_always_paid_in_time_comes_today(late_by):
    early, *_rest = expect(in_days(-late_by), Habit(5, 0, 0, 0), on=TODAY)
    assert early == (TODAY if not late_by else in_days(7))
