"""Ageing as staff read and print it."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

from tests.factories.customers import make_customer, make_customers
from tests.factories.invoices import make_issued
from tests.factories.staff import browser_of, few_queries


@pytest.fixture
def rita(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock, "read_only")


def test_the_report_shows_customers_buckets_sums_and_what_it_knows(rita, house, clock):
    for name, due_in in (("Casa Mirlo", 1), ("Óptica Miramar", 60)):
        make_issued(house, clock, make_customer(house, clock, name=name), "100.00", due_in=due_in)
    clock.advance(days=40)
    with few_queries():
        page = rita.get("/reports/ageing")
    [total] = page.context["totals"]
    assert [str(one) for one in total["total"].buckets] == [
        "EUR 100.00",
        "EUR 0.00",
        "EUR 100.00",
        "EUR 0.00",
        "EUR 0.00",
    ]
    assert sum(row["total"].minor for row in total["rows"]) == total["total"].total.minor
    assert "Casa Mirlo" in page.text
    assert "As known at" in page.text


def test_a_past_day_is_shown_as_it_was_known_then(rita, house, clock):
    customer = make_customer(house, clock)
    make_issued(house, clock, customer, "100.00", due_in=1)
    clock.advance(days=10)
    before = rita.get("/reports/ageing", {"on": "2026-03-05"})
    known = before.context["known_at_text"]
    clock.advance(days=1)
    make_issued(house, clock, customer, "50.00", due_in=1, on=date(2026, 3, 4))
    now = rita.get("/reports/ageing", {"on": "2026-03-05"}).context["totals"][0]["total"].total
    then = rita.get("/reports/ageing", {"on": "2026-03-05", "known_at": known}).context["totals"][0]["total"].total
    assert (str(now), str(then)) == ("EUR 150.00", "EUR 100.00")


def test_many_customers_are_cut_and_their_rest_still_adds_up(rita, house, clock, monkeypatch):
    monkeypatch.setattr(import_module("saldo.insights.views.show_ageing"), "MOST", 2)
    for customer in make_customers(house, clock, 4):
        make_issued(house, clock, customer, "10.00")
    [total] = rita.get("/reports/ageing").context["totals"]
    assert (len(total["rows"]), total["others"]) == (2, 2)
    shown = sum(row["total"].minor for row in total["rows"])
    assert shown + total["others_total"].minor == total["total"].total.minor


def test_nonsense_is_refused(rita):
    assert rita.get("/reports/ageing", {"on": "yesterday"}).status_code == 422
    assert rita.get("/reports/ageing", {"known_at": "yesterday"}).status_code == 422
    assert rita.get("/reports/ageing", {"known_at": "2026-03-05T00:00:00"}).status_code == 422


def test_another_tenant_s_customers_are_not_in_it(rita, charlies_house, clock):
    make_issued(charlies_house, clock, make_customer(charlies_house, clock), "10.00")
    assert rita.get("/reports/ageing").context["totals"] == []
