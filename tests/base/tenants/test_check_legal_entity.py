from __future__ import annotations

import pytest

from saldo.base.tenants.policies.check_legal_entity import check_legal_entity
from saldo.kernel.errors import BadInput
from tests.factories.cast import ATELIER


def test_good_details_pass_and_are_tidied():
    checked = check_legal_entity({**ATELIER, "iban": "PT50 0002 0123 1234 5678 9015 4"})
    assert checked["iban"] == "PT50000201231234567890154"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("time_zone", "Mars/Olympus"),
        ("currency", "EURO"),
        ("iban", "PT50000201231234567890155"),
        ("brand_colour", "red"),
        ("paper_look", "fancy"),
        ("name", " "),
    ],
)
def test_the_refusal_names_the_field(field, value):
    with pytest.raises(BadInput) as refusal:
        check_legal_entity({**ATELIER, field: value})
    assert refusal.value.field == field
