"""The portal in a real browser: its policies let a customer pay, with and without script, on a phone."""

from __future__ import annotations

import os
import shutil

import pytest
from django.core.wsgi import get_wsgi_application

from saldo.base.tenants.frame import frame
from saldo.demo.pages.server import LoopbackServer
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import connect_gateway
from saldo.payments.queries import find_payments
from tests.demo.machines import running_gateway

browsers = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")

LARGEST_PAGE = 40_000


@pytest.fixture(scope="module")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
    with browsers.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(settings, house, clock, tmp_path):
    """The portal on a port of its own, with the simulator on another: two origins, as in real life."""
    with running_gateway(tmp_path) as gateway, LoopbackServer(get_wsgi_application()) as server:
        settings.SALDO_BASE_URL = server.url
        with frame(house.tenant_id, clock=clock):
            connect_gateway(
                new_id(),
                legal_entity_id=house.entity_id,
                plugin="simulator",
                name="Simulator",
                config=gateway.config,
                actor=house.alice,
            )
        yield server.url


@pytest.fixture(params=["with script", "without script"])
def page(browser, request):
    context = browser.new_context(
        java_script_enabled=request.param == "with script", viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def test_a_customer_pays_a_part_on_a_phone(page, site, link, issued, house, clock, dana):
    first = issued("1000.00")
    issued("250.50", title="Bread in April")
    page.goto(site + link)
    page.locator("input[value=chosen]").check()
    page.locator(f"[name=pick_{first.hex}]").check()
    page.locator(f"[name=part_{first.hex}]").fill("400")
    page.get_by_role("button", name="Go on to the sum").click()
    page.get_by_role("button", name="Pay €400.00").click()
    page.wait_for_url(lambda url: not url.startswith(site))
    page.locator("[name=number]").fill("4242 4242 4242 4242")
    page.locator("[name=expiry]").fill("12/30")
    page.locator("[name=cvc]").fill("123")
    page.locator("[name=holder]").fill("Dana Example")
    page.locator("form button").first.click()
    page.wait_for_url(f"{site}{link}paid/**")
    assert "Thank you. €400.00 has arrived." in page.locator("h1").inner_text()
    page.reload()
    with frame(house.tenant_id, clock=clock):
        assert [one.amount for one in find_payments(house.tenant_id, customer_id=dana).payments] == [
            Money.of("400.00", "EUR")
        ]


def test_no_page_is_wider_than_a_phone_nor_larger_than_it_should_be(page, site, link, issued):
    invoices = [issued("1000.00", title=f"A rather long title of the work that was done, part {n}") for n in range(20)]
    for path in ("", "documents/", f"documents/{invoices[0]}/"):
        answer = page.goto(site + link + path)
        assert len(answer.body()) < LARGEST_PAGE
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
