from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.customers.actions import mark_bounced
from saldo.customers.queries import billing_of, primary_contacts
from saldo.kernel.errors import NotPermitted
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer, make_customers


def test_a_bounce_is_noted_once_with_its_first_date(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id) as first:
        contact_id = billing_of(house.tenant_id, [customer])[customer].contact_id
        outcome = mark_bounced([contact_id, contact_id], detail="550 5.1.1\r\n no such user", actor=house.night)
        assert outcome.done == [contact_id]
    clock.advance(days=1)
    with frame_of(house.tenant_id):
        assert mark_bounced([contact_id], detail="again", actor=house.night).unchanged == [contact_id]
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at == first.now
        assert primary_contacts(house.tenant_id, [customer])[customer].bounce_detail == "550 5.1.1 no such user"
        assert [one.action for one in records_of(house.tenant_id, contact_id)] == ["mark_bounced"]


def test_unknown_contacts_and_those_of_another_tenant_are_refused(house, charlies_house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        contact_id = billing_of(house.tenant_id, [customer])[customer].contact_id
    with frame_of(charlies_house.tenant_id):
        outcome = mark_bounced([contact_id, new_id()], detail="x", actor=charlies_house.night)
        assert outcome.done == [] and [one.code for one in outcome.refused] == ["not_found", "not_found"]
    with frame_of(house.tenant_id):
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at is None


@pytest.mark.parametrize("who", ["rita", "bob"])
def test_people_do_not_mark_bounces(house, frame_of, who):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        mark_bounced([new_id()], detail="x", actor=getattr(house, who))


def test_many_bounces_take_as_many_queries_as_one(house, clock, frame_of):
    customers = make_customers(house, clock, 30)
    with frame_of(house.tenant_id):
        contacts = [one.id for one in primary_contacts(house.tenant_id, customers).values()]
        for batch in (contacts[:1], contacts[1:]):
            with CaptureQueriesContext(connection) as captured:
                mark_bounced(batch, detail="x" * 400, actor=house.night)
            assert len(captured) == 3
