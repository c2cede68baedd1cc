"""The owner opens a figure and finds the rows that make it; a collector reads a customer without a mouse."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from saldo.runs.night import run_night, snapshot_insights
from tests.browser.conftest import DESK, PHONE
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import make_settled

HEBREW = "מאפיית לחם הארץ ושות'"


@pytest.fixture
def company(house, clock):
    """Three customers over five months; one whose name is read from the right, one that pays late."""
    names = ("Casa Mirlo", HEBREW, "Óptica Miramar " + "e Filhos " * 20)
    customers = [
        make_customer(house, clock, number=f"C-{n}", name=name[:200], email=f"c{n}@example.test")
        for n, name in enumerate(names)
    ]
    for month in range(5):
        for at, one in enumerate(customers):
            make_issued(house, clock, one, f"{100 + month}.{at}7", due_in=14)
        clock.advance(days=20)
        make_settled(house, clock, customers[0], f"{100 + month}.07")
        clock.advance(days=10)
    run_night(house.tenant_id, house.entity_id, on=clock.now().date(), clock=clock, steps=(snapshot_insights,))
    return customers


def euros(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text))


def test_a_figure_of_the_overview_opens_the_rows_that_add_up_to_it(page, site, signed_in, company):
    signed_in(page)
    page.goto(site)
    for bucket in ("1–30 days late", "61–90 days"):
        page.goto(site)
        item = page.locator(".ageing li", has_text=bucket)
        figure = euros(item.locator(".money").inner_text())
        assert figure > 0
        item.get_by_role("link").click()
        page.get_by_role("heading", level=1, name=bucket).wait_for()
        rows = page.locator("table tbody tr td:last-child").all_inner_texts()
        assert sum(map(euros, rows)) == figure == euros(page.locator(".balance").inner_text())


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_overview_reports_and_customer_hold_for_everybody(
    open_page, site, signed_in, company, axe, sideways, size, scheme
):
    page = open_page(size=size, scheme=scheme)
    signed_in(page)
    addresses = ["/", "/reports", "/reports/dso", "/reports/cash", "/reports/ageing", "/reports/open?currency=EUR"]
    addresses += ["/reports/dso/goal", *(f"/customers/{one}" for one in company), f"/customers/{company[0]}/documents"]
    for address in addresses:
        page.goto(site + address)
        assert sideways(page) == 0, address
        assert axe(page) == [], address


def test_a_customer_is_read_by_keyboard_with_the_next_step_before_the_buttons(page, site, signed_in, company):
    signed_in(page, "collector")
    page.goto(site + "/customers")
    page.keyboard.press("/")
    page.keyboard.type("C-1")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=HEBREW).wait_for()
    order = page.evaluate(
        "[...document.querySelectorAll('h1, .balance, .step .do, main .btn, #items table')].map((one) => one.className)"
    )
    assert order.index("do") < next(at for at, name in enumerate(order) if name.startswith("btn"))
    seen = set()
    for _press in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.innerText.trim()"))
    assert {"Record a payment", "New invoice", "Documents"} <= seen
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"


def test_the_owner_sets_a_goal_and_sees_it_at_the_line(page, site, signed_in, company):
    signed_in(page)
    page.goto(site)
    page.get_by_role("link", name="Set a goal").click()
    page.get_by_label("Days until money arrives").fill("12")
    page.get_by_role("button", name="Set the goal").click()
    page.get_by_text("The goal is set.").wait_for()
    page.locator(".say", has_text="above the goal of 12").wait_for()
