"""Customers as staff see and change them."""

from __future__ import annotations

import pytest

from saldo.base.tenants.frame import frame
from saldo.customers.queries import customers_by_number, get_customer, primary_contacts
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer, make_customers
from tests.factories.staff import browser_of, few_queries, typed


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def rita(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock, "read_only")


def test_the_list_shows_customers_a_page_at_a_time_in_few_queries(alice, house, clock):
    make_customers(house, clock, 60)
    with few_queries():
        first = alice.get("/customers")
    assert "Customer 00001" in first.text
    assert "Customer 00060" not in first.text
    second = alice.get("/customers", {"after": first.context["next_cursor"]})
    assert "Customer 00060" in second.text
    assert "Customer 00001" not in second.text


def test_a_search_that_finds_nobody_says_so(alice, house, clock):
    make_customer(house, clock, name="Casa Mirlo")
    assert "Casa Mirlo" in alice.get("/customers", {"q": "mirl"}).text
    assert "Nobody is called zebra" in alice.get("/customers", {"q": "zebra"}).text


def test_a_customer_is_created_once_however_often_the_form_is_sent(alice, house, frame_of):
    page = alice.get("/customers/new")
    data = typed(page, number="C-9", name="Casa Mirlo", contact_name="Eva", email="eva@mirlo.example", terms_days="30")
    first, second = alice.post("/customers/new", data), alice.post("/customers/new", data)
    assert first.status_code == 302, first.context["form"].errors
    assert second["Location"] == first["Location"]
    with frame_of(house.tenant_id):
        customer_id = customers_by_number(house.tenant_id, ["C-9"])["C-9"]
        assert primary_contacts(house.tenant_id, [customer_id])[customer_id].email == "eva@mirlo.example"


def test_a_number_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost(alice, house, clock):
    make_customer(house, clock, number="C-1")
    page = alice.get("/customers/new")
    answer = alice.post("/customers/new", typed(page, number="C-1", name="Somebody else"))
    assert answer.status_code == 422
    assert "belongs to another customer" in answer.context["form"].errors["number"][0]
    assert "Somebody else" in answer.text


def test_details_and_contact_are_changed(alice, house, clock, frame_of):
    customer_id = make_customer(house, clock)
    data = typed(alice.get(f"/customers/{customer_id}/change"), name="Pod Lipą", address="One street\n\nTwo towns")
    assert alice.post(f"/customers/{customer_id}/change", data).status_code == 302
    contact = typed(alice.get(f"/customers/{customer_id}/contact"), email="new@lipa.example")
    assert alice.post(f"/customers/{customer_id}/contact", contact).status_code == 302
    with frame_of(house.tenant_id):
        customer = get_customer(house.tenant_id, customer_id)
        assert (customer.name, customer.address_lines) == ("Pod Lipą", ["One street", "Two towns"])
        assert primary_contacts(house.tenant_id, [customer_id])[customer_id].email == "new@lipa.example"


def test_a_wrong_value_is_said_at_its_field(alice, house, clock):
    customer_id = make_customer(house, clock)
    contact = typed(alice.get(f"/customers/{customer_id}/contact"), email="nobody")
    answer = alice.post(f"/customers/{customer_id}/contact", contact)
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


def test_the_portal_link_is_shown_and_closed(alice, house, clock):
    customer_id = make_customer(house, clock)
    shown = alice.post(f"/customers/{customer_id}/portal-link")
    assert "/p/" in shown.text
    assert shown["Cache-Control"] == "no-store"
    again = alice.post(f"/customers/{customer_id}/portal-link")
    assert again.context["address"] == shown.context["address"]
    alice.post(f"/customers/{customer_id}/portal-link/revoke")
    renewed = alice.post(f"/customers/{customer_id}/portal-link")
    assert renewed.context["address"] != shown.context["address"]


def test_who_may_only_read_sees_no_buttons_and_is_refused(rita, house, clock):
    customer_id = make_customer(house, clock)
    assert "New customer" not in rita.get("/customers").text
    for path in ("new", f"{customer_id}/change", f"{customer_id}/contact", f"{customer_id}/portal-link"):
        assert rita.post(f"/customers/{path}", {}).status_code == 403


def test_a_foreign_or_unknown_customer_does_not_exist(alice, charlies_house, clock):
    theirs = make_customer(charlies_house, clock)
    with frame(charlies_house.tenant_id, clock=clock):
        assert get_customer(charlies_house.tenant_id, theirs)
    for customer_id in (theirs, new_id()):
        assert alice.get(f"/customers/{customer_id}/change").status_code == 404
        assert alice.post(f"/customers/{customer_id}/portal-link").status_code == 404
        assert alice.post(f"/customers/{customer_id}/portal-link/revoke").status_code == 404
