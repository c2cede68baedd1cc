"""What news of a charge does to its checkout."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.money import Money
from saldo.payments.choices import CheckoutState
from saldo.payments.policies.checkout_state import News, charge_note, news_of_outcome, next_state
from saldo.spi.gateway import ChargeOutcome, ChargeStatus

NEWS = st.lists(st.sampled_from(News), max_size=8)


def after(news: list[News], state: str = CheckoutState.OPEN) -> CheckoutState:
    for one in news:
        state = next_state(state, one)
    return CheckoutState(state)


@given(NEWS, NEWS)
def test_success_counts_whatever_was_said_before_and_after_it(before, afterwards):
    assert after([*before, News.SUCCEEDED, *afterwards]) is CheckoutState.PAID


@given(NEWS)
def test_nothing_but_success_makes_a_checkout_paid(news):
    assert (after(news) is CheckoutState.PAID) == (News.SUCCEEDED in news)


def test_the_money_may_have_moved_until_somebody_knows():
    assert after([News.UNKNOWN]) is CheckoutState.PENDING
    assert after([News.UNKNOWN, News.SUCCEEDED]) is CheckoutState.PAID


def test_a_declined_try_leaves_the_page_open_for_another_card():
    assert after([News.PENDING, News.TRY_DECLINED]) is CheckoutState.OPEN


def test_a_page_that_is_over_stays_over_until_money_comes_after_all():
    assert after([News.OVER, News.PENDING, News.TRY_DECLINED, News.NOTHING_YET]) is CheckoutState.FAILED
    assert after([News.OVER, News.SUCCEEDED]) is CheckoutState.PAID


@pytest.mark.parametrize(
    ("status", "reference", "news"),
    [
        (ChargeStatus.SUCCEEDED, "ch_1", News.SUCCEEDED),
        (ChargeStatus.PENDING, "ch_1", News.PENDING),
        (ChargeStatus.PENDING, "co_1", News.NOTHING_YET),
        (ChargeStatus.UNKNOWN, "ch_1", News.UNKNOWN),
        (ChargeStatus.DECLINED, "ch_1", News.TRY_DECLINED),
        (ChargeStatus.DECLINED, "co_1", News.OVER),
    ],
)
def test_an_answer_about_the_checkout_itself_is_not_about_a_charge(status, reference, news):
    code = "x" if status is ChargeStatus.DECLINED else None
    outcome = ChargeOutcome(status, reference, Money(1, "EUR"), datetime(2026, 3, 2, tzinfo=UTC), code)
    assert news_of_outcome(outcome, checkout_reference="co_1") is news


def test_a_note_says_what_is_not_as_it_was_asked_for():
    asked = Money(10000, "EUR")
    assert charge_note(asked, asked=asked, is_second=False) == ""
    assert "EUR 90.00" in charge_note(Money(9000, "EUR"), asked=asked, is_second=False)
    assert "PLN 100.00" in charge_note(Money(10000, "PLN"), asked=asked, is_second=False)
    assert "more than once" in charge_note(asked, asked=asked, is_second=True)
