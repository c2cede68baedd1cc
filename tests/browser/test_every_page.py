"""Every page that the URL table knows, with hard content, by day and by night, on a phone, a tablet and a desk.

`SALDO_SHOTS=folder` keeps a picture of each.
"""

from __future__ import annotations

import gzip
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from saldo.customers.actions import issue_portal_links
from tests.browser.conftest import DESK, PHONE, SCHEMES, SIZES
from tests.browser.rich import make_rich
from tests.config.walk import Address, addresses
from tests.scenarios.fixtures import world  # noqa: F401

LARGEST_PAGE = 60_000
NARROWEST = 320
SHOTS = os.environ.get("SALDO_SHOTS", "")
MACHINES = ("api", "webhooks", "inbound")
MANY_FACES = ("show_customer", "show_invoice", "show_payment", "show_task", "show_message", "show_import")
NOWHERE = "00000000-0000-7000-8000-000000000000"
NO_PAGES = ("sign_out", "healthz", "openapi_document")
MAILS = ("settings/company/sample-mail", "messages/<uuid:message_id>/mail", "today/<uuid:task_id>/mail")
"""Mails as their readers get them, which pages of ours hold in a frame."""
PART = re.compile(r"<(?:\w+:)?(\w+)>")
TOO_WIDE = """() => {
  const right = (el) => el.getBoundingClientRect().right;
  const all = [...document.querySelectorAll("body *")].filter((el) => !el.closest(".table-wrap"));
  const wide = all.filter((el) => right(el) > document.body.clientWidth);
  const inmost = wide.filter((el) => ![...el.children].some((child) => right(child) > right(el) - 1));
  const named = (el) => `${el.tagName}.${el.getAttribute("class")}`;
  return inmost.slice(0, 3).map((el) => `${named(el)} in ${named(el.parentElement)}`).join(", ");
}"""
"""What sticks out, for the sentence."""


@pytest.fixture
def values(world) -> dict[str, list[str]]:  # noqa: F811
    return make_rich(world)


def paths(one: Address, values: dict[str, list[str]]) -> Iterator[str]:
    """An address with what is known for its parts: everything for a page of many faces, else the first.

    What `rich.py` has none of is asked for all the same, and answers with the page that says so.
    """
    names, most = PART.findall(one.route), None if one.name in MANY_FACES else 1
    for chosen in itertools.product(*(values.get(name, [NOWHERE])[:most] for name in names)):
        known = iter(chosen)
        yield "/" + PART.sub(lambda _part: next(known), one.route)  # noqa: B023 - used up at once


class Looker:
    """Looks at pages and keeps what is wrong with them, in words."""

    def __init__(self, page: Any, site: str, axe: Any, sideways: Any) -> None:
        self.page, self.site, self.axe, self.sideways = page, site, axe, sideways
        self.wrong: list[str] = []
        self.seen: list[str] = []

    def look(self, path: str, name: str = "") -> None:
        """Open a page once and look at it in every size and light; what is no page of ours is passed over."""
        answer = self.page.context.request.get(self.site + path, max_redirects=0)
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.status in (301, 302, 405):
            return
        self.page.goto(self.site + path)
        self.seen.append(path)
        if len(gzip.compress(answer.body())) >= LARGEST_PAGE:
            self.wrong.append(f"{path} is larger than a page may be")
        if answer.status >= 500:
            self.wrong.append(f"{path} answers {answer.status}")
        for size, scheme in itertools.product(SIZES, SCHEMES):
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            self.page.emulate_media(color_scheme=scheme)
            where = f"{path} at {size[0]} px, {scheme}"
            # By night only colours differ, so only they are looked at again.
            rules = ["color-contrast", "link-in-text-block"] if scheme == "dark" else None
            self.wrong += [f"{where}: {sentence}" for sentence in self.axe(self.page, rules)]
            if SHOTS:
                file = f"{re.sub(r'[0-9a-f-]{36}|[^/]{40,}', 'x', path).strip('/').replace('/', '_') or 'home'}"
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                self.page.screenshot(
                    path=f"{SHOTS}/{name}{file}-{len(self.seen)}-{size[0]}-{scheme}.png", full_page=True
                )
        for width in (NARROWEST, PHONE[0]):
            self.page.set_viewport_size({"width": width, "height": PHONE[1]})
            if too_wide := self.sideways(self.page):
                self.wrong.append(f"{path} is {too_wide} px wider than {width} px: {self.page.evaluate(TOO_WIDE)}")
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    def said(self) -> str:
        """Everything that is wrong, a line each."""
        return "\n".join([f"{len(self.wrong)} things on {len(self.seen)} pages", *self.wrong])


@pytest.fixture
def looker(page, site, axe, sideways) -> Looker:
    return Looker(page, site, axe, sideways)


def is_of_staff(one: Address) -> bool:
    return one.namespace not in (*MACHINES, "portal") and one.name not in NO_PAGES and one.route not in MAILS


def test_no_page_of_the_console_is_hard_to_read(looker, signed_in, values):
    signed_in(looker.page)
    lacking = {"token": ["no-such-token"]}
    for one in filter(is_of_staff, addresses()):
        for path in paths(one, {**values, **lacking}):
            looker.look(path)
    for path in ("/find?q=a", "/invoices?shown=overdue", "/customers?q=nobody-at-all", "/today?shown=calls"):
        looker.look(path)
    assert not looker.wrong, looker.said()
    assert len(looker.seen) > 40


def test_no_page_before_the_door_is_hard_to_read(looker, site):
    for path in ("/sign-in", "/forgot-password", "/no-such-page", "/invitation/x", "/reset-password/x"):
        looker.look(path)
    looker.page.goto(site + "/sign-in")
    assert not looker.wrong, looker.said()
    assert "/sign-in" in looker.seen


def test_no_page_of_the_portal_is_hard_to_read(looker, site, values, world):  # noqa: F811
    customers = [UUID(one) for one in values["customer_id"]]
    with world.frame():
        links = issue_portal_links([(one, None) for one in customers], actor=world.house.alice)
    for number, one in enumerate(customers):
        looker.look(links[(one, None)], name=f"portal{number}-")
    looker.look(f"{links[(customers[-1], None)]}documents/", name="portal-many-")
    token = links[(customers[0], None)].split("/")[2]
    for one in (one for one in addresses() if one.namespace == "portal"):
        for path in paths(one, {**values, "token": [token]}):
            looker.look(path, name="portal-")
    looker.look("/p/" + "x" * 48 + "/", name="portal-unknown-")
    assert not looker.wrong, looker.said()
    assert len(looker.seen) > 15
