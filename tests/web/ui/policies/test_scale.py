"""Axes are round, hold every value and say truly where zero is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.web.ui.policies.scale import fit_scale, nice_ticks

VALUES = st.floats(min_value=-1e11, max_value=1e11, allow_nan=False).map(lambda value: round(value, 2))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 62, (0, 20, 40, 60, 80)),
        (0, 4, (0, 1, 2, 3, 4)),
        (42, 59, (40, 45, 50, 55, 60)),
        (-12, 33, (-20, 0, 20, 40)),
        (-30, 0, (-30, -20, -10, 0)),
        (0, 99_999_999_999, (0, 50_000_000_000, 100_000_000_000)),
        (7, 7, (7, 8)),
        (0, 0, (0, 1)),
    ],
)
def test_ticks_are_round_values_around_all_that_is_shown(low: float, high: float, ticks: tuple[float, ...]):
    found = nice_ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert found == ticks


@given(st.lists(VALUES, min_size=1, max_size=20), st.booleans())
def test_every_value_is_drawn_within_the_picture(values: list[float], from_zero: bool):
    scale = fit_scale(values, top=20, bottom=150, from_zero=from_zero)
    assert 2 <= len(scale.ticks) <= 6
    for value in values:
        assert 20 - 1e-6 <= scale.at(value) <= 150 + 1e-6
    assert scale.at(max(values)) <= scale.at(min(values))


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_zero_is_on_the_axis_of_an_area(values: list[float]):
    assert fit_scale(values, top=20, bottom=150, from_zero=True).zero is not None


def test_zero_is_left_out_only_where_it_is_far_off():
    assert fit_scale([47, 58, 42], top=0, bottom=100).zero is None
    assert fit_scale([10, 58], top=0, bottom=100).zero == 100
    assert fit_scale([-10, 58], top=0, bottom=100).zero is not None
    assert fit_scale([47], top=0, bottom=100).zero == 100
    assert fit_scale([], top=0, bottom=100).ticks == (0, 1)


def test_days_are_not_cut_into_parts():
    assert fit_scale([0, 1], top=0, bottom=100, least_step=1).ticks == (0, 1)
    assert nice_ticks(0, 2, least_step=1) == (0, 1, 2)
