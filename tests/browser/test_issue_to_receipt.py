"""The way of an invoice: Alice issues it, the mail arrives, Dana pays by card from it, and the receipt arrives."""

from __future__ import annotations

import re

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.kernel.references import new_id
from saldo.payments.actions import connect_gateway
from tests.browser.conftest import PHONE
from tests.demo.machines import ask, running_gateway, running_mail_catcher
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft

DANA = "dana@piekarnia-pod-lipa.example"


@pytest.fixture
def world_outside(settings, tmp_path, house, clock, site):
    """A mail server that keeps what it is given, and a card gateway on an origin of its own."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "cards").mkdir()
    with running_mail_catcher(tmp_path / "mail") as catcher, running_gateway(tmp_path / "cards") as gateway:
        settings.SALDO_SMTP_URL = f"smtp://127.0.0.1:{catcher.smtp_port}"
        with frame(house.tenant_id, clock=clock):
            connect_gateway(
                new_id(),
                legal_entity_id=house.entity_id,
                plugin="simulator",
                name="Simulator",
                config=gateway.config,
                actor=house.alice,
            )
        yield catcher


def link_in(catcher, subject):
    """The portal's address in the newest mail to Dana with these words in its subject."""
    mail = next(one for one in catcher.messages(DANA) if subject in one["subject"])
    whole = ask(f"{catcher.url}/api/messages/{mail['id']}").body.decode()
    found = re.search(r"http://127\.0\.0\.1:\d+/p/[\w-]+/", whole)
    assert found, whole[:500]
    return found[0]


def test_an_invoice_is_issued_mailed_paid_and_receipted(open_page, site, house, clock, signed_in, world_outside, axe):
    dana = make_customer(house, clock, name="Marlow & Finch", language="en", contact_language="en", salutation="")
    draft = make_draft(house, clock, dana, "1000.00", title="Bread in March")

    desk = signed_in(open_page(), "owner")
    desk.goto(f"{site}/invoices/{draft}")
    desk.get_by_role("link", name="Issue", exact=True).click()
    assert axe(desk) == []
    desk.get_by_role("button", name="Issue the invoice").click()
    desk.get_by_role("heading", name="Invoice FT 2026/001").wait_for()
    run_due_jobs(now=clock.now())

    phone = open_page(size=PHONE)
    phone.goto(link_in(world_outside, "Invoice FT 2026/001"))
    phone.locator(".pay").get_by_role("button", name="Pay €1,000.00").click()
    phone.wait_for_url(lambda url: not url.startswith(site))
    phone.locator("[name=number]").fill("4242 4242 4242 4242")
    phone.locator("[name=expiry]").fill("12/30")
    phone.locator("[name=cvc]").fill("123")
    phone.locator("[name=holder]").fill("Dana Example")
    phone.locator("form button").first.click()
    phone.wait_for_url(f"{site}/p/**/paid/**")
    assert "Thank you. €1,000.00 has arrived." in phone.locator("h1").inner_text()
    assert axe(phone) == []
    run_due_jobs(now=clock.now())

    phone.goto(link_in(world_outside, "receipt RC 2026/001"))
    assert phone.get_by_role("heading", name="Everything is paid").is_visible()
    phone.get_by_role("link", name="All documents and receipts").click()
    assert phone.get_by_role("link", name="Receipt RC 2026/001, PDF").is_visible()
    desk.reload()
    assert desk.get_by_text("Opened").first.is_visible()
