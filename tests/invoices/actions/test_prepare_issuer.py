from __future__ import annotations

import pytest

from saldo.base.numbering.actions import take_numbers
from saldo.base.tenants.actions import create_legal_entity
from saldo.base.tenants.frame import current_frame
from saldo.invoices.actions import prepare_issuer
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.references import new_id
from saldo.taxes.queries import tax_codes
from tests.factories.cast import ATELIER


def test_a_new_issuer_can_issue_at_once_and_preparing_again_changes_nothing(house, frame_of):
    with frame_of(house.tenant_id):
        issuer = create_legal_entity(new_id(), details={**ATELIER, "country": "PL"}, actor=house.alice)
        for _ in range(2):
            prepare_issuer(issuer.id, actor=house.alice)
        assert {code.rate for code in tax_codes(house.tenant_id, issuer.id)} >= {23, 8, 5}
        on = current_frame().now.date()
        assert take_numbers(issuer.id, kind="receipt", count=1, on=on, actor=house.alice) == ["RC 2026/0001"]


def test_a_series_that_was_chosen_stays(house, frame_of):
    with frame_of(house.tenant_id):
        prepare_issuer(house.entity_id, actor=house.alice)
        on = current_frame().now.date()
        assert take_numbers(house.entity_id, kind="invoice", count=1, on=on, actor=house.alice) == ["FT 2026/001"]


def test_only_an_owner_prepares_and_only_an_issuer_of_their_own(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(NotPermitted):
            prepare_issuer(house.entity_id, actor=house.bob)
        with pytest.raises(NotFound):
            prepare_issuer(charlies_house.entity_id, actor=house.alice)
