from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.customers.policies.portal_token import link_of_token, portal_token
from saldo.kernel.references import new_id

KEY = "a key of the test"


@given(st.uuids())
def test_a_token_is_derived_again_and_leads_back_to_its_link(link_id):
    token = portal_token(link_id, secret_key=KEY)
    assert token == portal_token(link_id, secret_key=KEY)
    assert re.fullmatch(r"[A-Za-z0-9_-]{48}", token)
    assert link_of_token(token, secret_key=KEY) == link_id
    assert link_of_token(token, secret_key=KEY + "2") is None


@given(st.uuids(), st.integers(0, 47), st.sampled_from("AQgw-_7z"))
def test_a_token_with_any_other_character_is_refused(link_id, position, letter):
    token = portal_token(link_id, secret_key=KEY)
    tampered = token[:position] + letter + token[position + 1 :]
    assert (link_of_token(tampered, secret_key=KEY) == link_id) is (tampered == token)


@given(st.uuids(), st.integers(0, 287))
def test_a_token_with_one_bit_turned_is_refused(link_id, bit):
    content = bytearray(urlsafe_b64decode(portal_token(link_id, secret_key=KEY)))
    content[bit // 8] ^= 1 << bit % 8
    assert link_of_token(urlsafe_b64encode(bytes(content)).decode(), secret_key=KEY) is None


@given(st.text(max_size=60))
def test_any_other_text_is_refused_without_a_fuss(text):
    assert link_of_token(text, secret_key=KEY) is None


@pytest.mark.parametrize("change", ["{}=", " {}", "{}\n", "{}\0"])
def test_a_token_with_something_beside_it_is_refused(change):
    token = portal_token(new_id(), secret_key=KEY)
    assert link_of_token(change.format(token), secret_key=KEY) is None
    assert link_of_token(change.format(token)[:48], secret_key=KEY) in (None, link_of_token(token, secret_key=KEY))


def test_characters_that_decoding_would_skip_are_refused():
    token = portal_token(new_id(), secret_key=KEY)
    assert link_of_token(token[:-4] + "!!!!", secret_key=KEY) is None
    assert link_of_token("!!!!" + token[4:], secret_key=KEY) is None
