from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.base.files.policies.parse_cells import guess_date_order, guess_decimal_mark, parse_amount, parse_date
from saldo.kernel.errors import BadInput, UnknownCurrency
from saldo.kernel.locales import format_amount, format_money
from saldo.kernel.money import Money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", "1000.00"),
        ("1000.5", "1000.50"),
        ("1000,5", "1000.50"),
        (".5", "0.50"),
        ("10,666,667.58", "10666667.58"),
        ("10.666.667,58", "10666667.58"),
        ("10,666,667", "10666667.00"),
        ("10.666.667", "10666667.00"),
        ("1 234", "1234.00"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("1'234.56", "1234.56"),
        ("1’234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("€ 12.50", "12.50"),
        ("12,50 €", "12.50"),
        ("EUR 12.50", "12.50"),
        ("12.50EUR", "12.50"),
        ("-12.50", "-12.50"),
        ("\u221212.50", "-12.50"),
        ("12.50-", "-12.50"),
        ("€-12.50", "-12.50"),
        ("-€12.50", "-12.50"),
        ("(12.50)", "-12.50"),
        ("+12.50", "12.50"),
        ("007", "7.00"),
    ],
)
def test_an_amount_with_one_reading_is_read(text, amount):
    assert parse_amount(text, currency="EUR", decimal_mark="guess") == Money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [
        ("", "guess", "missing"),
        ("  ", ".", "missing"),
        ("1,234", "guess", "ambiguous_amount"),
        ("1.234", "guess", "ambiguous_amount"),
        ("10.666", ".", "too_many_decimals"),
        ("10.660", ".", "too_many_decimals"),
        ("1,234", ",", "too_many_decimals"),
        ("0,123", "guess", "too_many_decimals"),
        ("1234.567", "guess", "too_many_decimals"),
        ("1,234.567", "guess", "too_many_decimals"),
        ("1,5", ".", "bad_grouping"),
        ("1.5", ",", "bad_grouping"),
        ("12,34,567.00", "guess", "bad_grouping"),
        ("1,2345,678", "guess", "bad_grouping"),
        ("1 234,567.00", "guess", "bad_grouping"),
        ("1,234.567,89", "guess", "bad_grouping"),
        ("0,123,456", "guess", "bad_grouping"),
        ("1.2.3", ".", "bad_grouping"),
        ("10.", ".", "bad_grouping"),
        ("1e3", ".", "not_an_amount"),
        ("NaN", ".", "not_an_amount"),
        ("=1+1", ".", "not_an_amount"),
        ("=cmd|' /C calc'!A0", ".", "not_an_amount"),
        ("12.50 USD", ".", "not_an_amount"),
        ("$12", ".", "not_an_amount"),
        ("--5", ".", "not_an_amount"),
        ("(-5)", ".", "not_an_amount"),
        ("-", ".", "not_an_amount"),
        ("٣", ".", "not_an_amount"),
        ("9" * 25, ".", "amount_too_large"),
    ],
)
def test_an_amount_with_no_reading_or_two_is_refused(text, mark, code):
    with pytest.raises(BadInput) as caught:
        parse_amount(text, currency="EUR", decimal_mark=mark)
    assert caught.value.code == code


@pytest.mark.parametrize(("mark", "amount"), [(".", "1234.00"), (",", None)])
def test_a_mark_that_is_told_settles_what_could_be_two_amounts(mark, amount):
    if amount:
        assert parse_amount("1,234", currency="EUR", decimal_mark=mark) == Money.of(amount, "EUR")
    assert parse_amount("1,234", currency="TND", decimal_mark=",") == Money(1234, "TND")


def test_a_currency_without_decimals_leaves_no_doubt():
    assert parse_amount("1,234", currency="JPY") == parse_amount("1.234", currency="JPY") == Money(1234, "JPY")
    with pytest.raises(BadInput, match="too_many_decimals"):
        parse_amount("12.5", currency="JPY")


def test_an_unknown_currency_is_refused():
    with pytest.raises(UnknownCurrency):
        parse_amount("1", currency="XXX")


LANGUAGES = st.sampled_from(["en", "es", "pt", "pt_BR", "pl"])


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "PLN", "JPY", "BRL"]), LANGUAGES)
def test_what_saldo_writes_in_any_language_is_read_back(minor, currency, language):
    money = Money(minor, currency)
    mark = "." if language == "en" else ","
    assert parse_amount(format_amount(money, language), currency=currency, decimal_mark=mark) == money
    assert parse_amount(str(money.decimal), currency=currency, decimal_mark=".") == money
    if minor >= 0 and currency != "JPY":  # whose sign is a word in some languages
        assert parse_amount(format_money(money, language), currency=currency, decimal_mark=mark) == money


@given(st.integers(0, 10**12), st.sampled_from([".", ","]), st.booleans())
def test_a_guess_is_right_or_refused_and_never_wrong(minor, mark, grouped):
    text = f"{minor // 100:,}.{minor % 100:02d}" if grouped else f"{minor // 100}.{minor % 100:02d}"
    written = text if mark == "." else text.translate(str.maketrans(".,", ",."))
    assert parse_amount(written, currency="EUR") == Money(minor, "EUR")


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text):
    with suppress(BadInput):
        assert parse_amount(text, currency="EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1,234", "10.5"], "."),
        (["1,234", "10,5"], ","),
        (["1.234,50"], ","),
        (["1,234,567"], "."),
        (["1.234", "5"], None),
        (["1.5", "1,5"], None),
        (["1000", "", "x"], None),
        ([], None),
    ],
)
def test_a_column_shows_its_decimal_mark(values, mark):
    assert guess_decimal_mark(values) == mark


@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy", None])
@pytest.mark.parametrize(
    "text",
    ["2026-03-02", "2026/3/2", "2026.03.02", "20260302", "20260302.0", " 2026-03-02 00:00:00 ", "2026-03-02T23:59Z"],
)
def test_a_day_with_its_year_first_is_read_whatever_the_order(text, order):
    assert parse_date(text, order) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("02/03/2026", "dmy", date(2026, 3, 2)),
        ("02/03/2026", "mdy", date(2026, 2, 3)),
        ("2.3.2026", "dmy", date(2026, 3, 2)),
        ("2 3 2026", "dmy", date(2026, 3, 2)),
        ("1/26/13", "mdy", date(2013, 1, 26)),
        ("26-03-02", "ymd", date(2026, 3, 2)),
        ("02-03-2026 12:30", "dmy", date(2026, 3, 2)),
        ("3/2/2026 12:00:00 AM", "mdy", date(2026, 3, 2)),
        ("29/02/2028", "dmy", date(2028, 2, 29)),
        ("26/03/2026", None, date(2026, 3, 26)),
        ("03/26/2026", None, date(2026, 3, 26)),
        ("03/03/2026", None, date(2026, 3, 3)),
    ],
)
def test_a_day_is_read_in_its_order(text, order, day):
    assert parse_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("", "dmy", "missing"),
        ("02/03/2026", None, "ambiguous_date"),
        ("02/03/2026", "ymd", "not_a_date"),
        ("26-03-02", None, "ambiguous_date"),
        ("30/02/2026", "dmy", "impossible_date"),
        ("29/02/2026", "dmy", "impossible_date"),
        ("02/13/2026", "dmy", "impossible_date"),
        ("13/02/2026", "mdy", "impossible_date"),
        ("45/50/2026", None, "ambiguous_date"),
        ("0000-00-00", None, "impossible_date"),
        ("1900-01-01", None, "impossible_date"),
        ("9999-12-31", None, "impossible_date"),
        ("44000", "dmy", "not_a_date"),
        ("02/03-2026", "dmy", "not_a_date"),
        ("March 2, 2026", "mdy", "not_a_date"),
        ("=TODAY()", "dmy", "not_a_date"),
        ("02/03/202", "dmy", "not_a_date"),
    ],
)
def test_a_day_that_cannot_be_or_could_be_two_is_refused(text, order, code):
    with pytest.raises(BadInput) as caught:
        parse_date(text, order)
    assert caught.value.code == code


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_without_an_order_a_day_is_read_where_it_can_be_one_only(day):
    for text in (f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}"):
        if day.day > 12 or day.day == day.month:
            assert parse_date(text, None) == day
        else:
            with pytest.raises(BadInput, match="ambiguous_date"):
                parse_date(text, None)


@given(st.text(max_size=20), st.sampled_from(["ymd", "dmy", "mdy", None]))
def test_any_text_is_a_day_or_refused(text, order):
    with suppress(BadInput):
        assert 1970 <= parse_date(text, order).year <= 2099


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["02/03/2026", "26/03/2026"], "dmy"),
        (["02/03/2026", "03/26/2026"], "mdy"),
        (["26/03/2026", "03/26/2026"], None),
        (["02/03/2026"], None),
        (["2026-03-02", ""], "ymd"),
        (["2026-03-02", "26/03/2026"], "dmy"),
        (["x"], None),
    ],
)
def test_a_column_shows_its_order(values, order):
    assert guess_date_order(values) == order
