"""How a file's amounts and dates are read: told, guessed, or refused with advice."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.base.files.policies.cell_format import CellFormat, Cells, guess_format, read_date_format
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money

FIELDS = {"amount_fields": ["total"], "date_fields": ["issued_on", "due_on"]}


def guess(**seen: set[str]) -> CellFormat:
    return guess_format(seen, currency="EUR", decimal_mark=None, date_format="", **FIELDS)


def test_a_column_of_dates_that_does_not_tell_is_as_the_one_beside_it() -> None:
    found = guess(issued_on={"01/02/2026"}, due_on={"31/03/2026"}, total={"1,50"})
    assert found.date_orders == {"issued_on": "dmy", "due_on": "dmy"}
    assert found.decimal_mark == ","


def test_columns_of_two_programs_may_differ() -> None:
    found = guess(issued_on={"31/01/2026"}, due_on={"3/31/2026"}, total=set())
    assert found.date_orders == {"issued_on": "dmy", "due_on": "mdy"}


@pytest.mark.parametrize(
    "days", [{"01/02/2026"}, {"13/02/2026", "02/13/2026", "01/02/2026"}, {"2026-01-31", "01/02/2026"}]
)
def test_days_of_which_nothing_tells_the_order_are_refused(days: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        guess(issued_on=days, due_on=set(), total=set())
    assert (refused.value.code, refused.value.field) == ("ambiguous_date", "date_format")


def test_days_that_are_no_days_are_left_to_their_rows() -> None:
    found = guess(issued_on={"soon", ""}, due_on={"07.07.2026"}, total={"x"})
    assert found.date_orders["issued_on"] is None
    with pytest.raises(BadInput) as refused:
        Cells({"issued_on": "soon"}, found).day("issued_on")
    assert (refused.value.code, refused.value.field) == ("not_a_date", "issued_on")


def test_a_pattern_holds_for_every_row() -> None:
    cells = CellFormat(date_pattern="%d %b %Y")
    assert Cells({"day": "02 Mar 2026"}, cells).day("day") == date(2026, 3, 2)
    for wrong in ("2026-03-02", "30 Feb 2026", "02 Mar 1066", ""):
        with pytest.raises(BadInput):
            Cells({"day": wrong}, cells).day("day")


@pytest.mark.parametrize("words", ["%d", "%m-%Y", "dd.mm.yyyy", "%Q", "", "day first"])
def test_a_format_that_does_not_make_a_day_is_refused(words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_date_format(words)
    assert refused.value.code == "bad_date_format"


def test_a_rows_own_currency_wins_and_decides_the_decimals() -> None:
    cells = CellFormat(currency="EUR")
    assert Cells({"total": "1,500", "currency": "jpy"}, cells).money("total") == Money(1500, "JPY")
    assert Cells({"total": "15.5", "currency": ""}, cells).money("total") == Money(1550, "EUR")
    with pytest.raises(BadInput) as refused:
        Cells({"total": "1"}, CellFormat()).money("total")
    assert (refused.value.code, refused.value.field) == ("currency_missing", "currency")
