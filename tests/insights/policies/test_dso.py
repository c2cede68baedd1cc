"""The DSO family against the published vectors of metrics.md (T1 to T6)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from saldo.insights.policies.dso import (
    average_days_delinquent,
    average_days_late,
    best_possible_dso,
    collection_effectiveness,
    countback_dso,
    dso,
)


def rounded(value: Fraction | None) -> str:
    assert value is not None
    return f"{float(value):.2f}"


@pytest.mark.parametrize(
    ("owed", "billed", "days", "expected"),
    [
        (150_000, 1_800_000, 365, "30.42"),  # T1
        (200_000, 2_000_000, 365, "36.50"),  # T2
        (10_869, 5_538 + 4_566 + 7_570, 90, "55.35"),  # T5
        (110_000, 90_000, 30, "36.67"),  # T6
    ],
)
def test_the_simple_method_gives_the_published_figures(owed, billed, days, expected):
    assert rounded(dso(owed, billed=billed, days=days)) == expected


@pytest.mark.parametrize("billed", [0, -500])
def test_where_nothing_was_billed_there_is_no_answer(billed):
    assert dso(100, billed=billed, days=90) is None
    assert best_possible_dso(100, overdue=10, billed=billed, days=90) is None
    assert average_days_delinquent(100, overdue=10, billed=billed, days=90) is None


def test_the_best_possible_and_the_late_part_make_up_the_whole():
    facts = {"overdue": 30_000, "billed": 90_000, "days": 30}  # T6: 110k owed, 80k of it current
    assert rounded(best_possible_dso(110_000, **facts)) == "26.67"
    assert rounded(average_days_delinquent(110_000, **facts)) == "10.00"


def test_counting_back_gives_the_published_figure():
    found = countback_dso(212_000, [(100_000, 30), (80_000, 30), (70_000, 30)])  # T3
    assert (rounded(found.days), found.is_at_least) == ("73.71", False)


def test_counting_back_is_right_where_the_manual_prints_a_wrong_figure():
    months = [(2_500, 30), (1_750, 31), (2_250, 31), (2_500, 30), (2_000, 31), (2_250, 30)]
    found = countback_dso(12_000, months)  # T4: 153 + 13.33, not the printed 179.7
    assert (rounded(found.days), found.is_at_least) == ("166.33", False)


def test_counting_back_says_when_its_history_ran_out_or_a_month_without_sales_stopped_it():
    assert countback_dso(300, [(100, 30), (100, 31)]) == (Fraction(61), True)
    assert countback_dso(300, [(100, 30), (0, 31), (500, 30)]) == (Fraction(30), True)
    assert countback_dso(0, [(100, 30)]) == (Fraction(0), False)
    assert countback_dso(-50, [(100, 30)]) == (Fraction(0), False)


def test_the_effectiveness_index_gives_the_published_figure():
    found = collection_effectiveness(120_000, billed=90_000, end=110_000, end_current=80_000)  # T6
    assert rounded(found) == "76.92"
    assert collection_effectiveness(0, billed=0, end=0, end_current=0) is None


def test_lateness_is_weighted_by_amount_and_early_money_counts_against_it():
    assert average_days_late(10_000 * 12 + 30_000 * -4, 40_000) == 0
    assert average_days_late(0, 0) is None
