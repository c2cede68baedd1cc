from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.errors import BadInput
from saldo.kernel.locales import LOCALES, babel_locale, format_amount, format_date, format_money, format_number
from saldo.kernel.money import CURRENCIES, Money

NBSP = "\u00a0"
DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("locale", "euros", "zlotys"),
    [
        ("en", "€1,234.50", f"-PLN{NBSP}1,234,567.89"),
        ("es", f"1.234,50{NBSP}€", f"-1.234.567,89{NBSP}PLN"),
        ("pt", f"1{NBSP}234,50{NBSP}€", f"-1{NBSP}234{NBSP}567,89{NBSP}PLN"),
        ("pt_BR", f"€{NBSP}1.234,50", f"-PLN{NBSP}1.234.567,89"),
        ("pl", f"1{NBSP}234,50{NBSP}€", f"-1{NBSP}234{NBSP}567,89{NBSP}zł"),
    ],
)
def test_money_is_written_as_each_language_writes_it(locale, euros, zlotys):
    assert format_money(Money.of("1234.50", "EUR"), locale) == euros
    assert format_money(Money.of("-1234567.89", "PLN"), locale) == zlotys


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("1234", "JPY", f"1{NBSP}234{NBSP}JPY"),
        ("1.5", "KWD", f"1,500{NBSP}KWD"),
        ("0.0001", "CLF", f"0,0001{NBSP}CLF"),
        ("12.34", "AFN", f"12,34{NBSP}AFN"),
        ("0", "EUR", f"0,00{NBSP}€"),
    ],
)
def test_every_minor_unit_of_iso_4217_is_shown(amount, currency, shown):
    assert format_money(Money.of(amount, currency), "pl") == shown


def test_the_real_has_its_sign_in_brazil():
    assert format_money(Money.of("1000.00", "BRL"), "pt_BR") == f"R${NBSP}1.000,00"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", "-1,234,567.80"),
        ("es", "-1.234.567,80"),
        ("pt", f"-1{NBSP}234{NBSP}567,80"),
        ("pt_BR", "-1.234.567,80"),
        ("pl", f"-1{NBSP}234{NBSP}567,80"),
    ],
)
def test_an_amount_in_a_column_has_all_its_decimals_and_no_sign(locale, shown):
    assert format_amount(Money.of("-1234567.80", "EUR"), locale) == shown
    assert format_amount(Money.of("5", "JPY"), locale) == "5"
    assert len(format_amount(Money.of("5", "KWD"), locale)) == len("5.000")


@given(st.builds(Money, st.integers(-(10**18), 10**18), st.sampled_from(sorted(CURRENCIES))), st.sampled_from(LOCALES))
def test_no_digit_is_lost_and_no_line_can_break_inside(money, locale):
    for shown in (format_money(money, locale), format_amount(money, locale)):
        assert " " not in shown
        assert "".join(filter(str.isdigit, shown)) == "".join(filter(str.isdigit, str(money.decimal)))
        assert ("-" in shown) == (money.minor < 0)


@pytest.mark.parametrize(
    ("locale", "short", "long"),
    [
        ("en", "5 Jan 2026", "5 January 2026"),
        ("es", "5 ene 2026", "5 de enero de 2026"),
        ("pt", "05/01/2026", "5 de janeiro de 2026"),
        ("pt_BR", "5 de jan. de 2026", "5 de janeiro de 2026"),
        ("pl", "5 sty 2026", "5 stycznia 2026"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(locale, short, long):
    assert format_date(DAY, locale) == format_date(DAY, locale, "short") == short
    assert format_date(DAY, locale, form="long") == long


@pytest.mark.parametrize(
    ("number", "english", "polish"),
    [
        ("1234.5670", "1,234.567", f"1{NBSP}234,567"),
        ("0.00012345", "0.00012345", "0,00012345"),
        ("3.000", "3", "3"),
        ("1E+3", "1,000", f"1{NBSP}000"),
        ("-2.5", "-2.5", "-2,5"),
    ],
)
def test_a_quantity_keeps_the_decimals_it_has(number, english, polish):
    assert format_number(Decimal(number), "en") == english
    assert format_number(Decimal(number), "pl") == polish


def test_a_float_is_not_a_quantity():
    with pytest.raises(BadInput):
        format_number(0.1, "en")


@pytest.mark.parametrize(
    ("code", "name"),
    [("pt-br", "pt_BR"), ("pt_BR", "pt_BR"), ("pt", "pt_PT"), ("PT", "pt_PT"), ("pt-pt", "pt_PT"), ("pl", "pl")],
)
def test_language_codes_are_taken_in_any_spelling(code, name):
    assert babel_locale(code) == name


@pytest.mark.parametrize("code", ["", "xx", "klingon", "pt_PT_PT", "../en"])
def test_an_unknown_language_is_refused(code):
    with pytest.raises(BadInput) as refusal:
        babel_locale(code)
    assert refusal.value.code == "unknown_locale"
