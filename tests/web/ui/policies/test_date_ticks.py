"""Days below a chart: few enough to be read, placed by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.web.ui.policies.date_ticks import month_starts, places, spread_indices, with_room


@given(st.integers(0, 400), st.integers(2, 12))
def test_words_are_spread_from_the_first_to_the_last(count: int, most: int):
    shown = spread_indices(count, most=most)
    assert len(shown) <= most
    assert shown == sorted(set(shown))
    if count:
        assert (shown[0], shown[-1]) == (0, count - 1)


@pytest.mark.parametrize(
    ("first", "last", "starts"),
    [
        (date(2026, 1, 15), date(2026, 4, 2), [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]),
        (date(2026, 1, 1), date(2026, 1, 31), [date(2026, 1, 1)]),
        (date(2026, 1, 2), date(2026, 1, 31), []),
        (
            date(2025, 12, 1),
            date(2026, 11, 30),
            [
                date(2025, 12, 1),
                date(2026, 2, 1),
                date(2026, 4, 1),
                date(2026, 6, 1),
                date(2026, 8, 1),
                date(2026, 10, 1),
            ],
        ),
    ],
)
def test_months_begin_where_they_begin(first: date, last: date, starts: list[date]):
    assert month_starts(first, last, most=6) == starts


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 12_000))
def test_few_months_are_written_over_any_time(first: date, days: int):
    last = first + timedelta(days=days)
    assert all(first <= day <= last for day in month_starts(first, last, most=6))
    assert len(month_starts(first, last, most=6)) <= 6


def test_days_stand_by_the_calendar():
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 5)]
    assert places(days, left=0, right=100) == [0, 25, 100]
    assert places([date(2026, 1, 1)] * 2, left=0, right=100) == [50, 50]
    assert places([], left=0, right=100) == []


def test_words_that_would_run_into_the_next_ones_are_left_out():
    assert with_room([0, 1, 2, 3], [0, 40, 90, 95], apart=11) == [0, 1, 3]
    assert with_room([0, 1, 2], [0, 11, 22], apart=11) == [0, 1, 2]
    assert with_room([0], [50], apart=11) == [0]
    assert with_room([], [], apart=11) == []
