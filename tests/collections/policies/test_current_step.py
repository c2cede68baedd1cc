"""A step is never later than what is overdue gives reason for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saldo.collections.policies.current_step import current_step
from saldo.collections.policies.decide_next_step import OverdueItem
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

ON = date(2026, 3, 11)


def items(*days: int) -> list[OverdueItem]:
    return [OverdueItem(new_id(), Money(100, "EUR"), ON - timedelta(days=one)) for one in days]


@pytest.mark.parametrize(
    ("taken", "days", "step"),
    [(3, (20, 2), 3), (3, (2,), 1), (3, (8,), 2), (1, (90,), 1), (0, (90,), 0), (4, (), 0), (2, (1,), 1)],
)
def test_the_oldest_item_says_how_far_a_customer_can_be(taken, days, step):
    assert current_step(taken, items(*days), DEFAULT_RULES, on=ON) == step


def test_a_customer_who_was_written_to_is_at_the_first_step_at_least():
    later = DEFAULT_RULES.steps[1:]  # a first step after eight days
    rules = type(DEFAULT_RULES)(steps=later)
    assert current_step(2, items(3), rules, on=ON) == 1
