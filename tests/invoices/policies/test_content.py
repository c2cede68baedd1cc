"""Figures, references, periods and names as documents carry them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.invoices.policies.content import amount_text, number_text
from saldo.invoices.policies.due_date import days_overdue, due_date
from saldo.invoices.policies.file_name import file_name
from saldo.invoices.policies.parties import paper_language
from saldo.invoices.policies.period import parse_period
from saldo.invoices.policies.reference import reference_of
from saldo.kernel.money import Money
from saldo.kernel.references import creditor_reference, is_creditor_reference, new_id


@given(minor=st.integers(-(10**15), 10**15), currency=st.sampled_from([("JPY", 0), ("EUR", 2), ("KWD", 3)]))
def test_an_amount_is_written_with_all_its_decimals(minor, currency):
    code, digits = currency
    assert amount_text(minor, digits) == f"{Money(minor, code).decimal:f}"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_quantity_loses_only_its_zeros(number):
    text = number_text(number)
    assert Decimal(text) == number
    assert "." not in text or not text.endswith("0")


def test_a_reference_is_made_of_the_number_where_it_can_be():
    invoice_id = new_id()
    assert reference_of("FT 2026/118", invoice_id) == creditor_reference("FT2026118")


@pytest.mark.parametrize("number", ["Счёт 12", "A" * 30, "№"])
def test_a_number_that_no_reference_can_hold_gives_way_to_the_id(number):
    one, other = reference_of(number, new_id()), reference_of(number, new_id())
    assert is_creditor_reference(one)
    assert one != other


def test_an_invoice_is_overdue_from_the_day_after_its_due_date():
    due = due_date(date(2026, 1, 31), 28)
    assert due == date(2026, 2, 28)
    assert [days_overdue(due, day) for day in (date(2026, 2, 27), due, date(2026, 3, 1))] == [0, 0, 1]
    assert days_overdue(None, due) == 0


def test_a_period_is_an_interval_of_days():
    assert parse_period("") is None
    assert parse_period("2026-10-05/2026-11-20") == (date(2026, 10, 5), date(2026, 11, 20))
    assert parse_period("2026-10-05") == (date(2026, 10, 5), date(2026, 10, 5))


def test_a_paper_is_in_the_nearest_language_that_papers_are_written_in():
    assert paper_language("pl", issuer="pt", written=("en", "pl")) == "pl"
    assert paper_language("es", issuer="pl", written=("en", "pl")) == "pl"
    assert paper_language("es", issuer="pt", written=("en", "pl")) == "en"


@pytest.mark.parametrize(
    ("number", "name"),
    [("FT 2026/118", "FT-2026-118.pdf"), ("../../etc/passwd", "etc-passwd.pdf"), ("///", "document.pdf")],
)
def test_a_file_is_named_after_the_number_and_reaches_nowhere_else(number, name):
    assert file_name(number) == name
