import csv
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.errors import BadInput
from saldo.kernel.references import creditor_reference, format_reference, is_creditor_reference, new_id

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
cores = st.text(ALPHABET, min_size=1, max_size=21)


def remainder_by_the_standard(reference: str) -> int:
    """ISO 7064 MOD 97-10 by the letter: the first four characters to the end, A=10 to Z=35, and the rest by 97."""
    moved = reference[4:] + reference[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97


def test_ids_are_version_7_and_sort_in_the_order_in_which_they_were_made():
    ids = [new_id() for _ in range(2000)]
    assert {type(made) for made in ids} == {UUID}
    assert {made.version for made in ids} == {7}
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        pytest.param("539007547034", "RF18539007547034", id="T17"),
        pytest.param("INV2026000123", "RF98INV2026000123", id="T18"),
        ("inv-2026/000.123", "RF98INV2026000123"),
        (" 5390 0754 7034", "RF18539007547034"),
    ],
)
def test_a_document_number_becomes_a_creditor_reference(text, reference):
    assert creditor_reference(text) == reference
    assert remainder_by_the_standard(reference) == 1


@pytest.mark.parametrize("text", ["", " -/", "1" * 22, "FATURA-Nº1", "ZAŻÓŁĆ", "a+b", "١٢", "ß1"])
def test_what_cannot_be_written_in_a_reference_is_refused(text):
    with pytest.raises(BadInput) as refusal:
        creditor_reference(text)
    assert refusal.value.code == "bad_reference"


@given(cores)
def test_every_reference_made_is_valid_by_the_standard(core):
    reference = creditor_reference(core)
    assert remainder_by_the_standard(reference) == 1
    assert reference[4:] == core
    assert 2 <= int(reference[2:4]) <= 98
    assert is_creditor_reference(reference)
    assert is_creditor_reference(reference.lower())
    assert is_creditor_reference(format_reference(reference))


@given(cores, st.data())
def test_one_wrong_character_is_always_noticed(core, data):
    reference = creditor_reference(core)
    place = data.draw(st.integers(2, len(reference) - 1))
    alphabet = "0123456789" if place < 4 else ALPHABET
    wrong = data.draw(st.sampled_from([letter for letter in alphabet if letter != reference[place]]))
    broken = reference[:place] + wrong + reference[place + 1 :]
    assert is_creditor_reference(broken) == (remainder_by_the_standard(broken) == 1)
    if (reference[place].isdigit() and wrong.isdigit()) or (reference[place].isalpha() and wrong.isalpha()):
        assert not is_creditor_reference(broken)


@pytest.mark.parametrize("text", ["", "RF", "RF18", "RFXX539007547034", "XX18539007547034", "RF18" + "5" * 22, "RF1é"])
def test_what_is_not_a_reference_is_told_apart(text):
    assert not is_creditor_reference(text)


def test_a_reference_is_printed_in_groups_of_four():
    assert format_reference("RF18539007547034") == "RF18 5390 0754 7034"
    assert format_reference("rf98inv2026000123") == "RF98 INV2 0260 0012 3"
    assert format_reference("FT 2026/001") == "FT 2026/001"


def test_published_references_are_judged_alike(vectors):
    path = vectors / "payment-references" / "structured_references_shared.csv"
    with path.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scheme"] == "iso"]
    assert {row["expected"] for row in rows} == {"valid", "invalid"}
    for row in rows:
        assert is_creditor_reference(row["input"]) == (row["expected"] == "valid"), row
