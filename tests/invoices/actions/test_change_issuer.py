from __future__ import annotations

import pytest

from saldo.base.audit.queries import records_of
from saldo.base.tenants.queries import get_legal_entity
from saldo.invoices.actions import change_issuer
from saldo.kernel.errors import BadInput, NotFound, NotPermitted


def test_a_new_bank_account_is_kept_with_the_old_one_and_who_changed_it(house, frame_of):
    new = {"iban": "PT50000201231234567890154", "phone": "+351 220 000 413"}
    with frame_of(house.tenant_id):
        change_issuer(house.entity_id, details=new, actor=house.alice)
        change_issuer(house.entity_id, details=new, actor=house.alice)
        [kept] = records_of(house.tenant_id, house.entity_id)
        assert (kept.actor_name, kept.before, kept.after) == (
            "Alice",
            {"phone": "+351 220 000 412"},
            {"phone": "+351 220 000 413"},
        )
        assert get_legal_entity(house.tenant_id, house.entity_id).phone == "+351 220 000 413"


def test_only_an_owner_changes_and_only_an_issuer_of_their_own(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(NotPermitted):
            change_issuer(house.entity_id, details={"phone": "1"}, actor=house.bob)
        with pytest.raises(NotFound):
            change_issuer(charlies_house.entity_id, details={"phone": "1"}, actor=house.alice)
        with pytest.raises(BadInput):
            change_issuer(house.entity_id, details={"country": "XX"}, actor=house.alice)
        assert records_of(house.tenant_id, house.entity_id) == []
