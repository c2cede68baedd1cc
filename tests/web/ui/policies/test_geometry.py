"""Lines with gaps, areas, and the parts of a bar."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saldo.web.ui.policies.line_geometry import outline, runs
from saldo.web.ui.policies.stacked_bar import GAP, WIDTH, stack, whole_percents

WEIGHTS = st.lists(st.integers(-(10**13), 10**13), max_size=8)


def test_a_line_stops_at_a_gap_and_goes_on_after_it():
    assert runs([0, 1, 2, 3, 4], [5, 6, None, 7, 8]) == [[(0, 5), (1, 6)], [(3, 7), (4, 8)]]
    assert runs([0, 1, 2], [5, None, 7]) == []
    assert runs([], []) == []


def test_an_area_runs_along_the_upper_line_and_back_along_the_lower():
    assert outline([0, 1], [10, 20], [15, 25]) == [(0, 10), (1, 20), (1, 25), (0, 15)]


@given(WEIGHTS)
def test_the_parts_of_a_bar_stand_side_by_side(weights: list[int]):
    bars = stack(weights)
    assert [bar.index for bar in bars] == [index for index, weight in enumerate(weights) if weight > 0]
    assert all(after.left == before.left + before.width + GAP for before, after in zip(bars, bars[1:], strict=False))
    assert all(bar.width >= 1 for bar in bars)
    assert not bars or bars[-1].left + bars[-1].width <= WIDTH + len(bars)


@given(WEIGHTS)
def test_percents_add_up_to_a_hundred_or_are_all_nothing(weights: list[int]):
    shares = whole_percents(weights)
    assert len(shares) == len(weights)
    assert sum(shares) == (100 if any(weight > 0 for weight in weights) else 0)
