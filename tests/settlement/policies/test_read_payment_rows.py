"""The keys of imported payments: the same again is the same, alike is not the same."""

from __future__ import annotations

from saldo.base.files.policies.cell_format import CellFormat
from saldo.settlement.policies.read_payment_rows import ImportedPayment, PaymentRows

ROW = {"customer": "C1", "invoice": "F-1", "amount": "40.00", "received_on": "2026-02-01"}


def read(*rows: dict[str, str], scope: str = "ours") -> list[ImportedPayment]:
    read, _, refused = PaymentRows(CellFormat(currency="EUR"), scope).read(enumerate(rows, 2))
    assert not refused
    return read


def keys(*rows: dict[str, str], scope: str = "ours") -> list[str]:
    return [one.key for one in read(*rows, scope=scope)]


def test_the_same_file_gives_the_same_keys_in_whatever_order() -> None:
    other = {**ROW, "invoice": "F-2"}
    assert sorted(keys(ROW, other)) == sorted(keys(other, ROW))


def test_twins_are_told_apart_and_keep_their_keys_in_a_longer_file() -> None:
    twins = keys(ROW, ROW)
    assert len(set(twins)) == 2
    assert set(twins) < set(keys(ROW, {**ROW, "amount": "1.00"}, ROW))


def test_every_part_of_what_a_row_says_makes_another_payment() -> None:
    changes = [{"customer": "C2"}, {"invoice": "F-2"}, {"amount": "40.01"}, {"received_on": "2026-02-02"}]
    changes += [{"method": "cash"}, {"reference": "x"}, {"currency": "USD"}]
    assert len({keys({**ROW, **one})[0] for one in [{}, *changes]}) == len(changes) + 1
    assert keys(ROW) != keys(ROW, scope="theirs")


def test_a_payment_with_a_number_is_known_by_it_alone_and_comes_once_in_a_file() -> None:
    numbered = {**ROW, "number": "P-7"}
    assert keys(numbered) == keys({**numbered, "reference": "other words"})
    _, _, refused = PaymentRows(CellFormat(currency="EUR"), "ours").read([(2, numbered), (3, numbered)])
    assert [(one.item, one.code, one.field) for one in refused] == [(3, "duplicate_number", "number")]


def test_ways_of_paying_are_understood_as_programs_write_them() -> None:
    words = ["", "Bank Transfer", "check", "Efectivo", "Karta"]
    assert [one.method for one in read(*({**ROW, "method": word} for word in words))] == [
        "transfer", "transfer", "cheque", "cash", "card",
    ]  # fmt: skip


def test_unpaid_rows_are_left_only_when_asked() -> None:
    row = {**ROW, "received_on": ""}
    assert PaymentRows(CellFormat(currency="EUR"), "ours", skips_unpaid=True).read([(2, row)]) == ([], [2], [])
    _, unpaid, refused = PaymentRows(CellFormat(currency="EUR"), "ours").read([(2, row)])
    assert (unpaid, [one.code for one in refused]) == ([], ["missing"])
