from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.customers.actions import NewContact, change_contact, mark_bounced
from saldo.customers.queries import billing_of, contacts_of
from saldo.kernel.errors import BadInput, NotFound, NotPermitted
from tests.factories.customers import make_customer


def card(house, customer):
    return billing_of(house.tenant_id, [customer])[customer]


def test_a_new_address_forgets_the_bounce_of_the_old_one(house, clock, frame_of):
    customer = make_customer(house, clock, email="old@example.test")
    with frame_of(house.tenant_id):
        contact_id = card(house, customer).contact_id
        mark_bounced([contact_id], detail="550 no such user", actor=house.night)
        change_contact(customer, details={"email": "new@example.test"}, actor=house.bob)
        changed = card(house, customer)
        assert (changed.contact_id, changed.email, changed.bounced_at) == (contact_id, "new@example.test", None)
        assert changed.contact_name == "Dana Kowalska"
        trail = records_of(house.tenant_id, contact_id)[-1]
        assert (trail.action, trail.before["email"], trail.after["email"]) == (
            "change_contact", "old@example.test", "new@example.test",
        )  # fmt: skip


def test_the_same_address_again_forgets_the_bounce_too(house, clock, frame_of):
    customer = make_customer(house, clock, email="dana@example.test")
    with frame_of(house.tenant_id):
        mark_bounced([card(house, customer).contact_id], detail="mailbox full", actor=house.night)
        contact = change_contact(customer, details={"email": "dana@example.test"}, actor=house.bob)
        assert (contact.bounced_at, contact.bounce_detail) == (None, "")
        assert card(house, customer).bounced_at is None


def test_a_customer_without_a_contact_gets_one_in_its_own_language(house, clock, frame_of):
    customer = make_customer(house, clock, contacts=(), language="pl")
    with frame_of(house.tenant_id):
        contact = change_contact(customer, details={"name": "Ola", "email": "ola@example.test"}, actor=house.bob)
        assert (card(house, customer).contact_id, card(house, customer).language) == (contact.id, "pl")
        [trail] = records_of(house.tenant_id, contact.id)
        assert trail.before is None


def test_the_address_of_another_contact_makes_that_one_primary(house, clock, frame_of):
    both = (NewContact("Dana", "dana@example.test"), NewContact("Books", "books@example.test"))
    customer = make_customer(house, clock, contacts=both)
    with frame_of(house.tenant_id):
        _, other = contacts_of(house.tenant_id, customer)
        change_contact(customer, details={"email": "Books@example.test"}, actor=house.bob)
        assert (card(house, customer).contact_id, card(house, customer).contact_name) == (other.id, "Books")
        assert [one.is_primary for one in contacts_of(house.tenant_id, customer)] == [True, False]


def test_clearing_an_address_leaves_a_contact_without_one_alone(house, clock, frame_of):
    both = (NewContact("Dana", "dana@example.test"), NewContact("Reception", phone="+48 1"))
    customer = make_customer(house, clock, contacts=both)
    with frame_of(house.tenant_id):
        change_contact(customer, details={"email": ""}, actor=house.bob)
        assert [(one.name, one.email) for one in contacts_of(house.tenant_id, customer)] == [
            ("Dana", ""), ("Reception", ""),
        ]  # fmt: skip


def test_the_same_details_again_change_nothing(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        for _ in range(2):
            contact = change_contact(customer, details={"phone": "+48 1"}, actor=house.bob)
        assert len(records_of(house.tenant_id, contact.id)) == 1


@pytest.mark.parametrize(
    ("details", "code"),
    [({"email": "nobody"}, "bad_email"), ({"is_primary": False}, "unknown_field"), ({"language": "xx"},
     "unknown_language")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(house, clock, frame_of, details, code):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), pytest.raises(BadInput, match=code):
        change_contact(customer, details=details, actor=house.bob)


def test_another_tenants_contact_does_not_exist(house, charlies_house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(charlies_house.tenant_id), pytest.raises(NotFound):
        change_contact(customer, details={"email": "charlie@example.test"}, actor=charlies_house.alice)


def test_who_only_reads_may_not_change_a_contact(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        change_contact(customer, details={}, actor=house.rita)


def test_a_change_takes_few_queries(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        change_contact(customer, details={"email": "new@example.test"}, actor=house.bob)
    assert len(captured) == 5
