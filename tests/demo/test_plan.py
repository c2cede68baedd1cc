"""The plan of the demo's past: drawn from a seed and a day, and believable on any day of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saldo.demo.cast import all_customers
from saldo.demo.happenings import Plan
from saldo.demo.plan import SEED
from saldo.demo.scenes import plan_company
from saldo.demo.story import played_days
from saldo.demo.works import RATES

DAYS = (date(2026, 11, 22), date(2026, 1, 1), date(2026, 4, 6), date(2027, 2, 28), date(2026, 8, 19))


def plan_on(day: date, *, seed: int = SEED) -> Plan:
    return plan_company(all_customers(), today=day, seed=seed)


def test_a_seed_and_a_day_make_the_same_past_and_another_seed_another() -> None:
    assert plan_on(DAYS[0]) == plan_on(DAYS[0])
    assert plan_on(DAYS[0]).bills != plan_on(DAYS[0], seed=7).bills


@pytest.mark.parametrize("day", DAYS)
def test_a_year_brings_what_a_small_agency_earns(day: date) -> None:
    currencies = {one.number: one.currency for one in all_customers()}
    bills = plan_on(day).bills
    year = [one for one in bills if one.day > day - timedelta(days=365) and not one.is_draft]
    euros = [float(one.net) / RATES[currencies[one.customer]] for one in year]
    assert 600_000 < sum(euros) < 800_000
    assert min(euros) >= 270 and max(euros) <= 18_000


@pytest.mark.parametrize("day", DAYS)
def test_nothing_happens_after_today_and_no_money_comes_before_its_invoice(day: date) -> None:
    plan = plan_on(day)
    issued = {one.ref: one.day for one in plan.bills}
    assert len(issued) == len(plan.bills)
    assert all(one.day <= day for one in (*plan.bills, *plan.receipts, *plan.corrections))
    assert all(one.day >= issued[ref] for one in plan.receipts for ref in one.bills)
    assert played_days(plan)[-1] == day


@pytest.mark.parametrize("day", DAYS)
def test_drafts_wait_and_something_is_due_today(day: date) -> None:
    plan = plan_on(day)
    assert sum(one.is_draft for one in plan.bills) == 3
    assert sum(one.due_on == day and not one.is_draft for one in plan.bills) >= 3
