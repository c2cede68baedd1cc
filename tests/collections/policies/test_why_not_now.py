"""What the night decides may go out at the same moment: the two questions have one answer."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saldo.collections.policies.decide_next_step import Contact, Gates, OverdueItem, Situation, decide_next_step
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.collections.policies.why_not_now import Ask, Sending, why_not_now
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

ON = date(2026, 3, 11)

items = st.builds(
    lambda days, reminded: OverdueItem(new_id(), Money(100, "EUR"), ON - timedelta(days=days), reminded=reminded),
    st.integers(1, 60),
    st.booleans(),
)
situations = st.builds(
    lambda overdue, step, waited: Situation(
        new_id(), overdue, step=step, step_on=ON - timedelta(days=waited) if step else None
    ),
    st.lists(items, min_size=1, max_size=4),
    st.integers(0, 4),
    st.integers(0, 40),
)


@given(situations)
def test_what_was_decided_goes_out_while_nothing_has_changed(situation):
    """Otherwise every night would write a reminder that is stopped at once, and the customer would never be asked."""
    decision = decide_next_step(situation, DEFAULT_RULES, Gates(), on=ON)
    if isinstance(decision, Contact):
        sending = Sending(decision.number, by_person=decision.step.mode != "automatic")
        assert isinstance(why_not_now(situation, sending, DEFAULT_RULES, Gates(), on=ON), Ask)


def test_what_is_open_again_because_its_payment_was_taken_back_is_asked_for_anew():
    item = OverdueItem(new_id(), Money(100, "EUR"), ON - timedelta(days=20), reminded=True)
    situation = Situation(new_id(), [item], step=0)
    assert isinstance(why_not_now(situation, Sending(1, by_person=False), DEFAULT_RULES, Gates(), on=ON), Ask)
