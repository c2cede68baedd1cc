"""The pages of reports: figures add up as they are shown, only the owner sets a goal, files hold no formula."""

from __future__ import annotations

import csv
import io

import pytest

from saldo.base.audit.queries import records_of
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import make_settled
from tests.factories.staff import browser_of, few_queries


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def months(house, clock):
    customer = make_customer(house, clock, number="C-1", name="=Casa+Mirlo")
    for month in range(6):
        make_issued(house, clock, customer, f"{100 + 7 * month}.00", due_in=20)
        clock.advance(days=25)
        make_settled(house, clock, customer, f"{60 + 5 * month}.00")
    return customer


def test_the_parts_of_the_dso_add_up_as_they_are_shown(alice, months):
    with few_queries():
        page = alice.get("/reports/dso")
    rows = [row for row in page.context["rows"] if row["dso"] != "–"]
    assert rows
    for row in rows:
        assert round(float(row["best_possible"]) + float(row["delinquent"]), 1) == float(row["dso"])


@pytest.mark.parametrize("address", ["/reports", "/reports/cash", "/reports/ageing", "/reports/open?currency=EUR"])
def test_every_report_costs_few_queries(alice, months, address):
    with few_queries():
        assert alice.get(address).status_code == 200


def test_a_goal_is_set_changed_and_taken_away_and_the_trail_keeps_it(alice, house, frame_of, months):
    for typed in ({"days": "40", "by": "2026-12-31"}, {"days": "38"}, {"days": ""}):
        assert alice.post("/reports/dso/goal", typed).status_code == 302
    with frame_of(house.tenant_id):
        kept = [one for one in records_of(house.tenant_id, house.entity_id) if one.action == "set_goal"]
    assert [one.after and one.after["days"] for one in kept] == [40, 38, None]
    assert alice.post("/reports/dso/goal", {"days": "900"}).status_code == 422
    assert alice.post("/reports/dso/goal", {"by": "2026-12-31"}).status_code == 422


def test_the_file_holds_every_customer_and_no_formula(alice, months):
    answer = alice.get("/reports/ageing.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["C-1", "'=Casa+Mirlo", "EUR"]
    total = alice.get("/reports/ageing").context["totals"][0]["total"].total
    assert rows[1][8] == str(total.decimal)


@pytest.mark.parametrize(
    "query", ["currency=XXQ", "currency=EUR&bucket=never", "currency=EUR&on=soon", "currency=EUR&on=0001-01-01", ""]
)
def test_rows_that_there_cannot_be_are_refused_calmly(alice, query):
    assert alice.get(f"/reports/open?{query}").status_code == 422


def test_rows_of_a_past_day_are_those_of_that_day(alice, house, clock, months):
    then = alice.get("/reports/ageing", {"on": "2026-05-01"}).context["totals"][0]
    page = alice.get(then["total_url"])
    assert page.context["page"].total == then["total"].total
    assert sum(row["item"].open.minor for row in page.context["rows"]) == then["total"].total.minor
