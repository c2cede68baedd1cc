"""An issuer's figures: the same whether the night added them up or a page does: the sums of the rows behind."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.insights.actions import snapshot_insights
from saldo.insights.queries import ageing, buckets_of, figures
from saldo.invoices.queries.totals import overdue_totals
from saldo.kernel.actors import Actor
from saldo.ledger.queries.totals import total_balances
from saldo.runs.night import snapshot_insights as the_step


def figures_of(world):
    with world.frame():
        return figures(world.house.tenant_id, [world.house.entity_id], on=world.today)


def snapshot(world):
    with world.frame():
        actor = Actor.system(world.house.tenant_id)
        return snapshot_insights(world.house.entity_id, on=world.today, actor=actor)


def a_year(world):
    """Two customers: one pays ten days late, the other in time; some is open, some is paid by halves."""
    slow, prompt = world.customer(email="slow@example.test"), world.customer(email="prompt@example.test")
    for _month in range(8):
        late = world.invoice("100.00 EUR", due_in=10, customer=slow)
        soon = world.invoice("50.00 EUR", due_in=10, customer=prompt)
        world.advance(days=10)
        world.pay(soon)
        world.advance(days=10)
        world.pay(late)
        world.advance(days=10)
    half = world.invoice("80.00 EUR", due_in=-35, customer=slow)
    world.pay(half, amount="30.00 EUR")
    world.invoice("60.00 EUR", due_in=20, customer=prompt)
    world.invoice("700.00 PLN", due_in=-100, customer=prompt)
    world.pay(amount="5.00 EUR", customer=slow)
    return slow, prompt


def without_snapshot(found):
    return (found.on, found.goals, found.days)


def test_what_the_night_kept_and_what_a_page_adds_up_are_the_same(world):
    a_year(world)
    live = figures_of(world)
    assert live.known_at is None
    world.advance(hours=1)
    assert snapshot(world) == sum(len(days) for days in live.days.values())
    kept = figures_of(world)
    assert kept.known_at is not None
    assert kept.points("EUR") == live.points("EUR")
    assert kept.weeks("EUR") == live.weeks("EUR")
    assert kept.buckets("EUR") == live.buckets("EUR")
    assert (kept.owed("PLN"), kept.credit("EUR")) == (live.owed("PLN"), live.credit("EUR"))


def test_what_is_recorded_after_the_night_is_added_at_once_and_leaves_nothing_behind(world):
    slow, _prompt = a_year(world)
    before = figures_of(world)
    world.advance(hours=1)
    snapshot(world)
    world.advance(hours=1)
    invoice = world.invoice("33.00 EUR", due_in=5, customer=slow)
    assert figures_of(world).owed("EUR") - before.owed("EUR") == figures_of(world).buckets("EUR")[0].amount - (
        before.buckets("EUR")[0].amount
    )
    assert figures_of(world).weeks("EUR")[-1].total_likely - before.weeks("EUR")[-1].total_likely == 3_300
    world.pay(invoice)
    after = figures_of(world)
    assert after.weeks("EUR") == before.weeks("EUR")
    assert after.buckets("EUR") == before.buckets("EUR")


def test_a_snapshot_can_be_taken_again_and_again(world):
    a_year(world)
    world.advance(hours=1)
    assert snapshot(world) == snapshot(world)
    first = figures_of(world)
    world.night(steps=(the_step,))
    assert figures_of(world).points("EUR") == first.points("EUR")


@pytest.mark.parametrize("kept", [False, True])
def test_the_figures_are_the_sums_of_ledger_invoices_and_ageing(world, kept):
    a_year(world)
    if kept:
        world.advance(hours=1)
        snapshot(world)
    found = figures_of(world)
    with world.frame():
        totals = {one.receivable.currency: one for one in total_balances(world.house.tenant_id)}
        overdue = {one.amount.currency: one for one in overdue_totals(world.house.tenant_id, on=world.today)}
        report = {one.currency: one for one in ageing(world.house.tenant_id, on=world.today).totals}
    assert sorted(found.currencies) == sorted(totals) == ["EUR", "PLN"]
    for code in totals:
        assert (found.owed(code), found.credit(code)) == (totals[code].receivable, totals[code].credit)
        assert found.overdue(code) == (overdue[code].amount, overdue[code].invoices)
        assert [one.amount for one in found.buckets(code)] == list(report[code].buckets)
        assert found.points(code)[-1].overdue == overdue[code].amount.minor


def test_every_month_end_is_what_the_ageing_of_that_day_says(world):
    a_year(world)
    for point in figures_of(world).points("EUR"):
        with world.frame():
            rows = [one for one in ageing(world.house.tenant_id, on=point.on).rows if one.currency == "EUR"]
        assert point.owed == sum(one.total_minor for one in rows)
        assert point.overdue == sum(one.total_minor - buckets_of(one)[0].minor for one in rows)


def test_everything_open_is_expected_some_day_and_the_range_holds_the_likely(world):
    a_year(world)
    found = figures_of(world)
    weeks = found.weeks("EUR", number=120)
    assert weeks[-1].total_low == weeks[-1].total_likely == weeks[-1].total_high == found.owed("EUR").minor
    assert all(one.total_low <= one.total_likely <= one.total_high for one in weeks)
    assert sum(one.likely for one in weeks) == found.owed("EUR").minor


def test_the_punctual_are_expected_in_time_and_the_slow_late(world):
    slow, prompt = a_year(world)
    world.advance(days=60)
    before = figures_of(world).weeks("EUR", number=8)
    world.invoice("10.00 EUR", due_in=3, customer=prompt)
    first = figures_of(world).weeks("EUR", number=8)
    assert first[0].likely - before[0].likely == 1_000
    world.invoice("20.00 EUR", due_in=3, customer=slow)  # pays ten days late, so in thirteen days
    second = figures_of(world).weeks("EUR", number=8)
    assert (second[0].likely, second[1].likely - first[1].likely) == (first[0].likely, 2_000)


def test_the_number_of_queries_does_not_grow(world):
    a_year(world)
    for _time in range(2):
        with world.frame(), CaptureQueriesContext(connection) as queries:
            figures(world.house.tenant_id, [world.house.entity_id], on=world.today)
        assert len(queries) <= 4
        world.advance(hours=1)
        snapshot(world)


def test_an_empty_company_has_no_figures_and_no_error(world):
    found = figures_of(world)
    assert found.currencies == []
    assert found.points("EUR")[-1].dso is None
    assert found.weeks("EUR")[-1].total_high == 0
    assert found.overdue("EUR")[1] == 0


def test_two_issuers_have_figures_of_their_own(world):
    a_year(world)
    with world.frame():
        other = figures(world.house.tenant_id, [], on=world.today)
    assert other.days == {}


def test_late_days_of_settled_money_are_weighted_by_amount(world):
    first = world.invoice("300.00 EUR", due_in=0)
    second = world.invoice("100.00 EUR", due_in=0)
    world.advance(days=4)
    world.pay(second)
    world.advance(days=4)
    world.pay(first)
    assert figures_of(world).points("EUR")[-1].days_late == (300 * 8 + 100 * 4) / 400
