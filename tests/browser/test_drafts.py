"""Drafts as people write them: lines that come and go, a sum that follows, and two people in one draft."""

from __future__ import annotations

import pytest

from saldo.base.tenants.frame import frame
from saldo.invoices.queries import get_invoice
from tests.browser.conftest import PHONE
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft

LONG = "An agreed retainer for the third quarter, with all corrections that came in writing " * 2


@pytest.fixture
def draft(house, clock):
    """A draft to a customer with a long name that is written from the right."""
    customer = make_customer(house, clock, name="شركة النور للتجارة والصناعة " * 6)
    return make_draft(house, clock, customer, "10.00")


def test_a_draft_is_written_by_keyboard_and_its_sum_follows(page, site, signed_in, house, clock, axe, sideways):
    make_draft(house, clock, make_customer(house, clock, name="Casa Mirlo"))  # which brings the taxes
    signed_in(page, "owner")
    page.goto(site + "/invoices/new")
    page.get_by_label("Customer", exact=True).fill("Casa Mirlo")
    page.locator("[name=line0-description]").fill("Bread")
    page.locator("[name=line0-unit_price]").fill("20")
    page.locator("[name=line0-unit_price]").press("Tab")
    page.locator("#totals dl").wait_for()
    assert "20.00" in page.locator("#totals").inner_text()
    page.get_by_role("button", name="Remove line 2").press("Enter")
    page.wait_for_load_state()
    assert page.locator("fieldset.row-of").count() == 2
    assert page.locator("[name=line0-unit_price]").input_value() == "20"
    page.get_by_role("button", name="More lines").press("Enter")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.name") == "line2-description"
    page.keyboard.type(LONG[:150])
    page.locator("[name=line2-unit_price]").fill("1")
    assert axe(page) == []
    assert sideways(page) == 0
    with page.expect_navigation():
        page.locator("[name=title]").press("Enter")  # Enter in a field saves
    assert "/invoices/new" not in page.url


@pytest.mark.parametrize("script", [True, False])
def test_two_people_write_in_one_draft_and_the_second_chooses(
    open_page, site, signed_in, house, clock, draft, script, axe
):
    alice = signed_in(open_page(script=script), "owner")
    bob = signed_in(open_page(script=script, size=PHONE), "collector")
    for page in (alice, bob):
        page.goto(f"{site}/invoices/{draft}/change")
    alice.locator("[name=title]").fill("Signs for the bakery")
    alice.locator("[name=order_number]").fill("PO-1")
    alice.locator("button.primary").click()
    bob.locator("[name=title]").fill("Bakery, second month")
    bob.locator("[name=note]").fill("Thank you.")
    bob.locator("button.primary").click()
    told = bob.locator("section", has=bob.get_by_role("heading", name="Where the two versions differ"))
    assert "Signs for the bakery" in told.inner_text() and "Bakery, second month" in told.inner_text()
    if script:
        assert axe(bob) == []
    bob.get_by_role("button", name="Take the saved one: Customer's order number").click()
    assert bob.locator("[name=order_number]").input_value() == "PO-1"
    assert bob.locator("[name=title]").input_value() == "Bakery, second month"
    bob.locator("button.primary").click()
    bob.wait_for_url(f"**/invoices/{draft}")
    with frame(house.tenant_id, clock=clock):
        kept = get_invoice(house.tenant_id, draft)
    assert (kept.title, kept.order_number, kept.note) == ("Bakery, second month", "PO-1", "Thank you.")


def test_what_was_typed_is_there_again_after_the_session_has_ended(page, site, signed_in, draft):
    signed_in(page, "owner")
    page.goto(f"{site}/invoices/{draft}/change")
    page.locator("[name=title]").fill("Half a thought")
    page.context.clear_cookies(name="sessionid")
    page.locator("button.primary").click()
    page.locator("[type=password]").wait_for()  # to the sign-in page, which knows nothing of the draft
    signed_in(page, "collector")
    page.goto(f"{site}/invoices/{draft}/change")
    assert page.locator("[name=title]").input_value() == "Half a thought"
