"""Something is wrong: Dana says so on her phone; Bob finds it among his tasks and answers; Dana reads the answer."""

from __future__ import annotations

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.customers.queries import primary_contacts
from tests.browser.conftest import PHONE
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import make_gateway


@pytest.fixture
def dana(house, clock):
    return make_customer(
        house, clock, name="Marlow & Finch", language="en", contact_language="en", salutation="Dear Dana"
    )


@pytest.fixture
def her_link(house, clock, dana, portal_link):
    """Dana's own address, as it stands in her mails."""

    def read():
        with frame(house.tenant_id, clock=clock):
            contact_id = primary_contacts(house.tenant_id, [dana])[dana].id
        return portal_link(dana, contact_id)

    return read


@pytest.fixture
def gateway_connected(house, clock):
    return make_gateway(house, clock)


def test_what_is_wrong_is_seen_by_staff_as_a_task_and_answered(
    open_page, site, house, clock, dana, her_link, signed_in, axe, sideways
):
    make_issued(house, clock, dana, "1000.00", title="Bread in March")
    phone = open_page(size=PHONE)
    phone.goto(her_link())
    phone.get_by_role("link", name="Something is wrong (FT 2026/001)").click()
    assert axe(phone) == []
    assert sideways(phone) == 0
    phone.get_by_label("The amount is wrong").check()
    phone.get_by_label("In your words").fill("We agreed on 900, not 1,000.")
    phone.get_by_role("button", name="Tell Atelier Norte").click()
    assert phone.get_by_role("status").first.inner_text().startswith("Thank you. We are looking into it")
    assert phone.get_by_text("We are looking into it", exact=True).first.is_visible()
    assert axe(phone) == []

    run_due_jobs(now=clock.now())
    desk = signed_in(open_page(), "collector")
    desk.goto(site + "/today")
    desk.get_by_role("link", name="Marlow & Finch").first.click()
    desk.get_by_role("link", name="Open it").click()
    assert desk.get_by_text("We agreed on 900, not 1,000.").first.is_visible()
    assert axe(desk) == []
    desk.get_by_label("Your answer").fill("You are right, Dana: a credit note follows.")
    desk.get_by_role("button", name="See the mail first").click()
    assert desk.get_by_text("dana@piekarnia-pod-lipa.example").first.is_visible()
    desk.get_by_role("button", name="Send e-mail").click()
    assert desk.get_by_text("Your answer is on its way.").is_visible()

    run_due_jobs(now=clock.now())
    desk.goto(site + "/today")
    assert desk.get_by_role("link", name="Marlow & Finch").count() == 0
    phone.goto(her_link())
    assert phone.get_by_text("answered").first.is_visible()
    assert phone.get_by_text("is in question").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_reader_chooses_the_language_and_keeps_it(open_page, house, clock, dana, her_link, script, axe):
    make_issued(house, clock, dana, "1000.00")
    page = open_page(size=PHONE, script=script)
    page.goto(her_link())
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Polski").click()
    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.get_by_role("heading", name="Za co").is_visible()
    page.get_by_role("link", name="Dane kontaktowe").click()
    assert page.get_by_role("heading", name="Dane kontaktowe").is_visible()
    page.goto(her_link())
    assert page.locator("html").get_attribute("lang") == "pl"


def test_the_sum_of_what_is_chosen_follows_the_choice(
    open_page, site, house, clock, dana, her_link, gateway_connected, sideways
):
    first = make_issued(house, clock, dana, "1000.00")
    second = make_issued(house, clock, dana, "250.50")
    page = open_page(size=(320, 700))
    page.goto(her_link())
    page.locator("input[value=chosen]").check()
    page.locator(f"[name=pick_{first.hex}]").check()
    page.locator(f"[name=part_{second.hex}]").fill("0.5")
    assert page.locator("[data-sum]").inner_text() == "€1,000.50"
    page.locator(f"[name=part_{second.hex}]").fill("a lot")
    assert page.locator("[data-sum]").inner_text() == ""
    assert sideways(page) == 0
