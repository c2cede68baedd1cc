"""Whom to contact, when, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.collections.policies.decide_next_step import Contact, Gates, OverdueItem, Silent, Situation, decide_next_step
from saldo.collections.policies.rules import (
    DEFAULT_RULES,
    Rules,
    Step,
    check_rules,
    rules_from_json,
    rules_to_json,
)
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

ON = date(2026, 3, 11)
OPEN = Gates()


def item(days: int, minor: int = 10_000, currency: str = "EUR", **facts) -> OverdueItem:
    return OverdueItem(new_id(), Money(minor, currency), ON - timedelta(days=days), **facts)


def decide(*items: OverdueItem, rules: Rules = DEFAULT_RULES, gates: Gates = OPEN, **facts):
    return decide_next_step(Situation(new_id(), items, **facts), rules, gates, on=ON)


def reason(*items: OverdueItem, **facts) -> str:
    decision = decide(*items, **facts)
    assert isinstance(decision, Silent)
    return decision.reason


def test_nothing_overdue_is_nothing_to_decide():
    assert decide() is None


def test_the_first_day_after_the_due_date_is_contacted_automatically():
    decision = decide(item(1))
    assert isinstance(decision, Contact)
    assert (decision.number, decision.step.mode) == (1, "automatic")


def test_one_message_lists_everything_overdue():
    assert len(decide(*(item(days) for days in range(1, 13))).items) == 12


def test_a_missed_day_is_caught_up_once_with_the_same_step():
    assert decide(item(4)).number == 1
    assert reason(item(4, reminded=True), step=1, step_on=ON - timedelta(days=3)) == "not_due_yet"


def test_a_new_item_gets_the_first_message_although_older_ones_are_at_a_later_step():
    decision = decide(item(40, reminded=True), item(1), step=3, step_on=ON - timedelta(days=9))
    assert decision.number == 1 and len(decision.items) == 2


def test_what_is_open_again_after_its_payment_was_taken_back_is_asked_for_anew():
    assert decide(item(12, reminded=True), step=0).number == 1


def test_the_second_step_is_drafted_for_a_person():
    decision = decide(item(8, reminded=True), step=1, step_on=ON - timedelta(days=7))
    assert (decision.number, decision.step.mode) == (2, "drafted")


def test_an_old_debt_that_was_first_written_to_yesterday_is_not_rushed_through_the_steps():
    assert reason(item(90, reminded=True), step=1, step_on=ON - timedelta(days=1)) == "not_due_yet"


def test_after_the_last_step_a_person_decides():
    assert reason(item(90, reminded=True), step=4, step_on=ON - timedelta(days=20)) == "no_more_steps"


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({"hold": "legal"}, "legal_hold"),
        ({"hold": "opted_out"}, "opted_out"),
        ({"has_address": False}, "no_address"),
        ({"payment_pending": True}, "payment_pending"),
        ({"credits": {"EUR": Money(10_000, "EUR")}}, "nothing_to_ask"),
        ({"gates": Gates(payment_data_is_fresh=False)}, "stale_payment_data"),
        ({"gates": Gates(is_quiet_day=True)}, "quiet_day"),
        ({"contacts": [ON]}, "too_many_contacts"),
        ({"contacts": [ON - timedelta(days=n) for n in (4, 7, 13)]}, "too_many_contacts"),
        ({"rules": replace(DEFAULT_RULES, minimum={"EUR": Money(10_001, "EUR")})}, "below_minimum"),
    ],
)
def test_a_silence_has_its_reason(facts, because):
    assert reason(item(1), **facts) == because


def test_what_did_not_reach_the_customer_is_not_asked_for():
    assert reason(item(1, reached=False)) == "not_delivered"
    assert reason(item(1, reached=False, bounced=True)) == "bounced"
    assert len(decide(item(1), item(2, reached=False)).items) == 1


def test_currencies_are_never_added_up_and_credit_counts_in_its_own_only():
    decision = decide(item(1), item(1, 5_000, "GBP"), credits={"GBP": Money(5_000, "GBP"), "PLN": Money(1, "PLN")})
    assert decision.net == {"EUR": Money(10_000, "EUR")}


def test_contacts_before_the_window_do_not_count():
    assert isinstance(decide(item(1), contacts=[ON - timedelta(days=n) for n in (14, 20, 30)]), Contact)


def test_a_waiting_draft_holds_the_next_draft_but_not_the_first_message():
    facts = {"step": 1, "step_on": ON - timedelta(days=7), "draft_waits": True}
    assert reason(item(8, reminded=True), **facts) == "waiting_for_person"
    assert decide(item(8, reminded=True), item(1), **facts).number == 1


@given(
    days=st.lists(st.integers(1, 400), min_size=1, max_size=6),
    step=st.integers(0, 4),
    waited=st.integers(0, 60),
    credit=st.integers(0, 80_000),
    contacts=st.lists(st.integers(0, 30), max_size=5),
)
def test_whoever_is_contacted_owes_and_was_not_contacted_too_often(days, step, waited, credit, contacts):
    decision = decide(
        *(item(one, reminded=step > 0) for one in days),
        step=step,
        step_on=ON - timedelta(days=waited) if step else None,
        credits={"EUR": Money(credit, "EUR")},
        contacts=[ON - timedelta(days=one) for one in contacts],
    )
    if isinstance(decision, Contact):
        assert decision.net["EUR"].minor == 10_000 * len(days) - credit > 0
        assert sum(1 for one in contacts if one < 14) < 3
        assert decision.number in (1, step + 1)


def test_rules_survive_storage():
    rules = replace(DEFAULT_RULES, minimum={"EUR": Money(500, "EUR")}, freshness_days=None)
    assert rules_from_json(rules_to_json(rules)) == rules


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"steps": ()}, "steps"),
        ({"steps": (Step(0, "automatic", "first"),)}, "steps"),
        ({"steps": (Step(1, "drafted", "first"),)}, "steps"),
        ({"steps": (Step(1, "automatic", "rude"),)}, "steps"),
        ({"steps": (Step(5, "automatic", "first"), Step(5, "drafted", "second"))}, "steps"),
        ({"max_contacts": 0}, "max_contacts"),
        ({"minimum_gap_days": 0}, "minimum_gap_days"),
        ({"freshness_days": 0}, "freshness_days"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(change, field):
    with pytest.raises(BadInput) as refusal:
        check_rules(replace(DEFAULT_RULES, **change))
    assert refusal.value.field == field
