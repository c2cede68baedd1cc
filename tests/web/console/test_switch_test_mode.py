"""The owner switches test mode by typing the company's name, and a banner says so on every page."""

from __future__ import annotations

import pytest

from tests.factories.staff import browser_of, few_queries, typed

PAGE = "/settings/test-mode"


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


def switch(browser, name: str = "Atelier Norte", **changes: str):
    page = browser.get(PAGE)
    data = {**typed(page), "confirmation": name, "goes_live": str(page.context["goes_live"]), **changes}
    return browser.post(PAGE, data)


def test_the_name_is_typed_before_anything_is_switched(alice):
    with few_queries():
        assert "Go into test mode?" in alice.get(PAGE).text
    assert switch(alice, "atelier sul").status_code == 422
    assert "Nothing here reaches" not in alice.get("/settings").text
    assert switch(alice, "atelier norte", test_email="alice@example.test").status_code == 302
    page = alice.get("/")
    assert "Mail goes to alice@example.test in place of customers" in page.text
    assert "Go live?" in alice.get(PAGE).text
    assert switch(alice).status_code == 302
    assert "in place of customers" not in alice.get("/").text


def test_a_page_that_is_out_of_date_switches_nothing(alice):
    stale = {"confirmation": "Atelier Norte", "goes_live": "True"}
    assert alice.post(PAGE, stale)["Location"] == PAGE
    assert "Go into test mode?" in alice.get(PAGE).text


def test_a_collector_sees_the_banner_and_cannot_switch(alice, house, clock):
    switch(alice, test_email="")
    bob = browser_of(house, clock, "collector")
    assert "Mail is held in place of being sent" in bob.get("/customers").text
    assert bob.get(PAGE).status_code == 403
    assert bob.post(PAGE, {"confirmation": "Atelier Norte", "goes_live": "True"}).status_code == 403
