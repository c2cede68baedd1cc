from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.references import new_id
from saldo.taxes.actions import NewTaxCode, create_tax_codes
from saldo.taxes.policies.default_tax_codes import COUNTRIES, default_tax_codes
from saldo.taxes.queries import default_tax_code, tax_codes, tax_codes_by_id


def new_code(house, **overrides) -> NewTaxCode:
    values = {"code": "X", "name": "IVA 23 %", "category": "S", "rate": Decimal(23)}
    return NewTaxCode(id=new_id(), legal_entity_id=house.entity_id, **{**values, **overrides})


@pytest.mark.parametrize("country", [*COUNTRIES, "JP"])
def test_every_countrys_set_is_accepted_and_begins_with_its_default(house, frame_of, country):
    codes = default_tax_codes(country, house.entity_id)
    with frame_of(house.tenant_id):
        outcome = create_tax_codes(codes, actor=house.alice)
        assert outcome.ok and outcome.done == [one.id for one in codes]
        assert default_tax_code(house.tenant_id, house.entity_id).code == codes[0].code
        assert tax_codes(house.tenant_id, house.entity_id)[0].is_default
        assert tax_codes_by_id(house.tenant_id, [codes[0].id, new_id()]).keys() == {codes[0].id}
        assert len(records_of(house.tenant_id, codes[0].id)) == 1


def test_the_same_set_again_is_unchanged(house, frame_of):
    first = default_tax_codes("PT", house.entity_id)
    with frame_of(house.tenant_id):
        create_tax_codes(first, actor=house.alice)
    with frame_of(house.tenant_id):
        again = create_tax_codes(default_tax_codes("PT", house.entity_id), actor=house.alice)
    assert (again.done, again.refused) == ([], [])
    assert again.unchanged == [one.id for one in first]


def test_a_code_with_other_data_is_refused_and_the_others_are_taken(house, frame_of):
    with frame_of(house.tenant_id):
        create_tax_codes([new_code(house)], actor=house.alice)
        rival, other = new_code(house, rate=Decimal(6)), new_code(house, code="Y")
        outcome = create_tax_codes([rival, other, replace(rival, id=new_id(), code="Y")], actor=house.alice)
    assert outcome.done == [other.id]
    assert [one.code for one in outcome.refused] == ["duplicate_code", "duplicate_code"]


def test_an_issuer_has_one_default(house, frame_of):
    with frame_of(house.tenant_id):
        create_tax_codes([new_code(house, is_default=True)], actor=house.alice)
        [refusal] = create_tax_codes([new_code(house, code="Y", is_default=True)], actor=house.alice).refused
    assert refusal.code == "default_exists"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"code": " "}, "missing", "code"),
        ({"name": ""}, "missing", "name"),
        ({"code": "x" * 21}, "too_long", "code"),
        ({"category": "B"}, "unknown_category", "category"),
        ({"rate": Decimal("100.5")}, "bad_rate", "rate"),
        ({"rate": 23.0}, "bad_rate", "rate"),
        ({"rate": Decimal("5.5555")}, "too_many_decimals", "rate"),
        ({"rate": Decimal(0)}, "rate_without_tax", "rate"),
        ({"category": "E", "note": "Exempt"}, "rate_without_tax", "rate"),
        ({"category": "E", "rate": Decimal(0)}, "missing", "note"),
        ({"legal_entity_id": new_id()}, "not_found", "legal_entity_id"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(house, frame_of, wrong, code, field):
    with frame_of(house.tenant_id):
        [refusal] = create_tax_codes([replace(new_code(house), **wrong)], actor=house.alice).refused
    assert (refusal.code, refusal.field) == (code, field)


def test_another_tenant_sees_nothing_and_reaches_no_issuer_of_ours(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        [code_id] = create_tax_codes([new_code(house)], actor=house.alice).done
    with frame_of(charlies_house.tenant_id):
        assert tax_codes(house.tenant_id, house.entity_id) == []
        assert tax_codes_by_id(house.tenant_id, [code_id]) == {}
        [refusal] = create_tax_codes([new_code(house)], actor=charlies_house.alice).refused
        assert refusal.code == "not_found"


def test_an_issuer_without_codes_says_so(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotFound, match="no_tax_codes"):
        default_tax_code(house.tenant_id, house.entity_id)


@pytest.mark.parametrize("who", ["bob", "rita"])
def test_only_an_owner_creates_tax_codes(house, frame_of, who):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        create_tax_codes([new_code(house)], actor=getattr(house, who))


def test_a_set_takes_as_many_queries_as_one(house, frame_of):
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        create_tax_codes(default_tax_codes("PL", house.entity_id), actor=house.alice)
    assert len(captured) == 4
