"""A collector's morning, as Bob spends it: by keyboard alone at a desk, by thumb on a phone, and without script."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from saldo.collections.policies.rules import DEFAULT_RULES
from tests.browser.conftest import PHONE
from tests.scenarios.fixtures import world

__all__ = ["world"]

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)
PEOPLE = {"Marlow & Finch": "900.00 EUR", "Casa Mirlo": "500.00 EUR", "Browar Wierzba": "70.00 EUR"}


@pytest.fixture
def morning(world: Any) -> Any:
    """Three second letters wait, the one that is worth most first."""
    world.rules(FREELY)
    for number, (name, total) in enumerate(PEOPLE.items()):
        customer = world.customer(name=name, email=f"c{number}@example.test")
        world.invoice(total, due_in=-1, customer=customer)
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    return world


def heading(page: Any) -> str:
    return str(page.locator("#who").inner_text())


def press(page: Any, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_collector_s_morning_by_keyboard_alone(page, site, signed_in, morning, axe):
    signed_in(page, "collector")
    page.goto(site + "/today")
    page.locator("#letter").wait_for()  # the first letter opens beside the list by itself
    assert heading(page) == "Marlow & Finch"
    assert axe(page) == []

    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    press(page, "Enter")
    assert heading(page) == "Casa Mirlo"
    assert page.locator(".queue [aria-current]").inner_text().startswith("Casa Mirlo")

    press(page, "e")  # other words
    page.locator("[name=subject]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("A word about {total}")
    press(page, "Enter")
    assert "A word about €500.00" in page.locator("#letter .env").inner_text()

    press(page, "s")  # sent, and the next one opens
    assert heading(page) == "Browar Wierzba"
    assert "leaves in 30 seconds" in page.locator(".toast").inner_text()
    press(page, "u")  # taken back
    assert heading(page) == "Casa Mirlo"
    morning.advance(seconds=31)
    morning.work()
    assert morning.mails() == []
    press(page, "s")
    morning.advance(seconds=31)
    morning.work()
    assert [mail.subject for mail in morning.mails()] == ["A word about €500.00"]

    assert heading(page) == "Browar Wierzba"
    page.keyboard.press("z")  # not today
    press(page, "Enter")
    assert heading(page) == "Marlow & Finch"

    page.keyboard.press("n")
    page.keyboard.type("They answer on Fridays.")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert "They answer on Fridays." in page.locator("aside").last.inner_text()

    page.keyboard.press("p")  # they promised, by telephone
    promised_on = morning.today + timedelta(days=2)
    page.keyboard.type(promised_on.strftime("%m%d%Y"))
    page.locator("[name=text]").last.press("Tab")
    page.locator("dialog[open] button.primary").focus()
    press(page, "Enter")
    assert page.locator("h2", has_text="Nobody needs a word today").count() == 1
    facts = page.locator("dl.facts").inner_text()
    assert "Letters sent today" in facts and "Calls today" in facts and "Comes back later" in facts
    assert axe(page) == []


def test_the_keys_can_be_seen_and_turned_off(page, site, signed_in, morning):
    signed_in(page, "collector")
    page.goto(site + "/today")
    page.locator("#letter").wait_for()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.get_by_role("button", name="Turn keys off").click()
    page.locator("#letter").wait_for()
    page.keyboard.press("z")
    assert not page.locator("#snooze").is_visible()
    assert not page.locator(".keys").first.is_visible()


def test_on_a_phone_the_letter_is_a_page_of_its_own_and_back_leads_to_the_list(
    open_page, site, signed_in, morning, sideways
):
    page = signed_in(open_page(size=PHONE), "collector")
    page.goto(site + "/today")
    assert not page.locator(".pane").is_visible()
    page.get_by_role("link", name="Casa Mirlo").click()
    assert heading(page) == "Casa Mirlo"
    assert not page.locator(".queue").is_visible()
    assert sideways(page) == 0
    page.get_by_role("link", name="Next").click()
    assert heading(page) == "Browar Wierzba"
    page.go_back()
    page.go_back()
    assert page.locator(".queue").is_visible()


def test_all_of_it_works_without_script(open_page, site, signed_in, morning):
    page = signed_in(open_page(script=False), "collector")
    page.goto(site + "/today")
    page.get_by_role("link", name="Begin with Marlow & Finch").click()
    page.get_by_role("link", name="They say it is paid").click()
    page.locator("#says_paid button.primary").click()
    assert heading(page) == "Casa Mirlo"
    page.get_by_role("button", name="Send e-mail").click()
    assert heading(page) == "Browar Wierzba"
    page.get_by_role("button", name="Undo").click()
    assert heading(page) == "Casa Mirlo"
    page.get_by_role("link", name="Not today").click()
    page.locator("#snooze button").first.click()
    assert heading(page) == "Browar Wierzba"
    assert [one.outcome for one in morning.messages(kind="call")] == ["says_paid"]
