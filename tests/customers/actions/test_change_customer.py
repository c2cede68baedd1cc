from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.customers.actions import change_customer
from saldo.customers.queries import find_customers, get_customer, other_names_of
from saldo.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from tests.factories.customers import make_customer


def test_some_fields_are_changed_and_the_trail_says_which(house, clock, frame_of):
    customer = make_customer(house, clock, terms_days=14)
    with frame_of(house.tenant_id):
        details = {"terms_days": 30, "contact_hold": "legal", "note": "Ask for Marek.", "address_lines": ("Rua 1",)}
        change_customer(customer, details=details, actor=house.bob)
        kept = get_customer(house.tenant_id, customer)
        assert (kept.terms_days, kept.contact_hold, kept.note, kept.address_lines) == (
            30, "legal", "Ask for Marek.", ["Rua 1"],
        )  # fmt: skip
        trail = records_of(house.tenant_id, customer)[-1]
        assert trail.action == "change_customer"
        assert (trail.before["terms_days"], trail.after["terms_days"]) == (14, 30)
        assert trail.after.keys() == details.keys()


def test_a_name_that_is_given_up_is_still_found(house, clock, frame_of):
    customer = make_customer(house, clock, name="Piekarnia Pod Lipą")
    with frame_of(house.tenant_id):
        change_customer(customer, details={"name": "Chleb i Sól"}, actor=house.bob)
        assert other_names_of(house.tenant_id, customer) == ["Piekarnia Pod Lipą"]
        for search in ("sol", "lipa"):
            [found] = find_customers(house.tenant_id, search=search).customers
            assert found.customer_id == customer
        change_customer(customer, details={"name": "Piekarnia Pod Lipą"}, actor=house.bob)
        change_customer(customer, details={"name": "Chleb i Sól"}, actor=house.bob)
        assert len(other_names_of(house.tenant_id, customer)) == 2


def test_the_same_change_again_changes_nothing(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        for _ in range(2):
            change_customer(customer, details={"country": "pt"}, actor=house.bob)
        assert len(records_of(house.tenant_id, customer)) == 2


@pytest.mark.parametrize(
    ("details", "code", "field"),
    [
        ({"tenant_id": "x"}, "unknown_field", "tenant_id"),
        ({"sort_key": "x"}, "unknown_field", "sort_key"),
        ({"name": "  "}, "missing", "name"),
        ({"contact_hold": "forever"}, "unknown_hold", "contact_hold"),
        ({"terms_days": True}, "bad_terms", "terms_days"),
        ({"note": "x" * 10_001}, "too_long", "note"),
    ],
)
def test_what_makes_no_sense_is_refused(house, clock, frame_of, details, code, field):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), pytest.raises(BadInput) as caught:
        change_customer(customer, details=details, actor=house.bob)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_number_that_another_customer_has_is_refused(house, clock, frame_of):
    make_customer(house, clock, number="C-1")
    customer = make_customer(house, clock, number="C-2")
    with frame_of(house.tenant_id):
        with pytest.raises(Conflict, match="duplicate_number"):
            change_customer(customer, details={"number": "C-1"}, actor=house.bob)
        assert change_customer(customer, details={"number": "C-3"}, actor=house.bob).number == "C-3"


def test_another_tenants_customer_does_not_exist(house, charlies_house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(charlies_house.tenant_id), pytest.raises(NotFound):
        change_customer(customer, details={"name": "Mine"}, actor=charlies_house.alice)


def test_who_only_reads_may_not_change_a_customer(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        change_customer(customer, details={"name": "Other"}, actor=house.rita)


def test_a_change_takes_few_queries(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        change_customer(customer, details={"name": "Other", "number": "N-9", "note": "x"}, actor=house.bob)
    assert len(captured) == 5
