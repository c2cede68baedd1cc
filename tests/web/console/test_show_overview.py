"""The overview: every figure opens the rows that add up to it, to the cent, in few queries."""

from __future__ import annotations

from importlib import import_module

import pytest

from saldo.kernel.actors import Actor
from saldo.kernel.money import Money
from saldo.runs.night import run_night, snapshot_insights
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued
from tests.factories.payments import make_settled
from tests.factories.staff import browser_of, few_queries


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def busy(house, clock):
    """Customers with something in every bucket, in two currencies, some of it paid, drafts that nobody issued."""
    mirlo = make_customer(house, clock, number="C-1", name="Casa Mirlo")
    wierzba = make_customer(house, clock, number="C-2", name="Browar Wierzba")
    for total, due_in in (("100.01", 1), ("20.02", 35), ("30.03", 70), ("40.04", 95), ("50.05", 140)):
        make_issued(house, clock, mirlo, total, due_in=due_in)
        make_issued(house, clock, wierzba, total, due_in=due_in + 3, currency="PLN")
    clock.advance(days=100)
    make_draft(house, clock, mirlo, "7.00")
    run_night(
        house.tenant_id,
        house.entity_id,
        on=clock.now().date(),
        clock=clock,
        steps=(snapshot_insights,),
    )
    clock.advance(hours=2)
    make_issued(house, clock, wierzba, "11.11", due_in=10)
    return mirlo, wierzba


def rows_of(alice, address: str) -> tuple[Money, list[Money]]:
    """The sum that a page of rows says, and its rows, page after page."""
    opens, after = [], ""
    while True:
        page = alice.get(address + (f"&after={after}" if after else ""))
        assert page.status_code == 200, address
        opens += [row["item"].open for row in page.context["rows"]]
        after = page.context["page"].cursor
        if not after:
            return page.context["page"].total, opens


def test_every_figure_opens_rows_that_add_up_to_it(alice, busy, monkeypatch):
    monkeypatch.setattr(import_module("saldo.insights.views.show_open_items"), "PAGE", 2)
    page = alice.get("/")
    assert {one["owed"].currency for one in page.context["totals"]} == {"EUR", "PLN"}
    for one in page.context["totals"]:
        figures = [(one["owed"], one["rows_url"]), (one["overdue"], one["overdue_url"])]
        figures += [(part["amount"], part["url"]) for part in one["parts"]]
        for amount, address in figures:
            said, rows = rows_of(alice, address)
            assert said == amount
            assert sum(rows, start=Money.zero(amount.currency)) == amount
        assert sum((part["amount"] for part in one["parts"]), start=one["owed"] - one["owed"]) == one["owed"]
    first = page.context["totals"][0]["owed"]
    largest = sum((row["owed"] for row in page.context["largest"]), start=page.context["others"])
    assert largest == first


def test_the_overview_costs_few_queries_also_after_the_night(alice, busy):
    with few_queries():
        assert alice.get("/").status_code == 200


def test_the_figures_of_the_ageing_are_those_of_the_overview(alice, busy):
    page, report = alice.get("/"), alice.get("/reports/ageing")
    owed = {one["owed"].currency: one["owed"] for one in page.context["totals"]}
    assert {one["total"].currency: one["total"].total for one in report.context["totals"]} == owed


def test_what_is_paid_leaves_the_figures_at_once(alice, house, clock, busy):
    before = alice.get("/").context["totals"][0]["owed"]
    make_settled(house, clock, busy[0], "100.01")
    assert before - alice.get("/").context["totals"][0]["owed"] == Money.of("100.01", "EUR")


def test_an_empty_company_is_told_what_to_do_first(alice):
    page = alice.get("/")
    assert "Nobody owes you anything yet" in page.text
    assert "/invoices/new" in page.text


def test_drafts_that_were_never_issued_are_named(alice, busy):
    assert "1 draft was never issued" in alice.get("/").text


def test_who_may_not_set_a_goal_is_not_asked_to(house, clock, settings, busy):
    settings.SALDO_CLOCK = None
    rita = browser_of(house, clock, "read_only")
    assert "/reports/dso/goal" not in rita.get("/").text
    assert rita.get("/reports/dso/goal").status_code == 403
    assert Actor.system(house.tenant_id).may("set_goal")
