from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.customers.policies.sort_key import MAX_LENGTH, sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łódź & Søn, S.A.", "lodz son s a"),
        ("  José   ÁLVAREZ ", "jose alvarez"),
        ("Straße", "strasse"),
        ("O_o", "o o"),
        ("Ελλάδα", "ελλαδα"),
        ("株式会社", "株式会社"),
        ("***", "***"),
    ],
)
def test_a_name_is_folded_to_plain_lower_case_words(name, key):
    assert sort_key(name) == key


@given(st.text(max_size=400))
def test_a_folded_key_is_short_and_stays_as_it_is_when_folded_again(name):
    key = sort_key(name)
    assert len(key) <= MAX_LENGTH and sort_key(key) == key.strip()
