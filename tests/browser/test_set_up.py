"""The first morning of a new company: from the first sign-in to the first invoice, step by step."""

from __future__ import annotations

import pytest

from saldo.base.tenants.queries import get_legal_entity
from saldo.invoices.actions import change_issuer, prepare_issuer
from saldo.web.console.policies.first_steps import STEPS
from tests.browser.conftest import PHONE


@pytest.fixture
def new_company(house, frame_of):
    """A company as `saldo setup` leaves it."""
    with frame_of(house.tenant_id):
        prepare_issuer(house.entity_id, actor=house.night)
        details = {"first_steps": list(STEPS), "is_test": True, "test_email": "alice@example.test", "iban": ""}
        change_issuer(house.entity_id, details=details, actor=house.alice)


def test_an_owner_is_led_through_the_set_up_leaves_it_and_goes_on(
    page, site, signed_in, new_company, house, frame_of, axe, sideways
):
    signed_in(page)
    page.goto(site)
    page.wait_for_url("**/set-up/company")
    assert axe(page) == []
    page.get_by_label("Tax number").fill("PT500000001")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/set-up/numbers")
    page.get_by_text("FT 2026/001").wait_for()
    page.get_by_role("button", name="This is right, go on").click()
    page.wait_for_url("**/set-up/taxes")
    page.goto(site)
    page.get_by_role("link", name="5 steps of the first set-up are left").click()
    page.wait_for_url("**/set-up/taxes")
    page.get_by_role("button", name="Not now, next step").click()
    page.wait_for_url("**/set-up/brand")
    page.get_by_label("Colour").fill("#aa3366")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/set-up/payment")
    page.get_by_label("IBAN").fill("PT50 0002 0123 1234 5678 9015 5")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("check digits are wrong").first.wait_for()
    assert axe(page) == []
    page.get_by_label("IBAN").fill("PT50 0002 0123 1234 5678 9015 4")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/set-up/mail")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/set-up/start")
    assert sideways(page) == 0
    page.get_by_role("link", name="Write an invoice").click()
    page.wait_for_url("**/invoices/new")
    with frame_of(house.tenant_id):
        entity = get_legal_entity(house.tenant_id, house.entity_id)
    assert (entity.tax_id, entity.brand_colour) == ("PT500000001", "#aa3366")
    assert entity.first_steps == ["taxes", "start"]


def test_the_set_up_fits_a_phone_and_works_without_script(open_page, site, signed_in, new_company, sideways, axe):
    phone = signed_in(open_page(size=PHONE, script=False))
    for step in STEPS:
        phone.goto(f"{site}/set-up/{step}")
        assert phone.get_by_role("heading", level=1).is_visible()
    phone.get_by_role("button", name="Finish without the rest").click()
    phone.wait_for_url(f"{site}/")
