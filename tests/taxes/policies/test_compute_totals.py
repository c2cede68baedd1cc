from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money
from saldo.taxes.policies.compute_totals import LineAmounts, compute_totals, line_discount, line_gross, line_net, tax_on

RATES = {"S": ["23", "23.000", "13", "6", "5.5", "2.1"], "Z": ["0"], "E": ["0"], "AE": ["0"]}


def line(quantity="1", price="0", discount="0", category="S", rate="23") -> LineAmounts:
    return LineAmounts(Decimal(quantity), Decimal(price), Decimal(discount), category, Decimal(rate))


@st.composite
def lines(draw) -> LineAmounts:
    category = draw(st.sampled_from(sorted(RATES)))
    return LineAmounts(
        draw(st.decimals(min_value=-9999, max_value=9999, places=draw(st.integers(0, 6)))),
        draw(st.decimals(min_value=0, max_value=99999, places=draw(st.integers(0, 6)))),
        draw(st.decimals(min_value=0, max_value=100, places=draw(st.integers(0, 3)))),
        category,
        Decimal(draw(st.sampled_from(RATES[category]))),
    )


documents = st.tuples(st.lists(lines(), max_size=12), st.sampled_from(["EUR", "JPY", "TND"]))


@given(documents)
def test_every_sum_on_the_paper_adds_up(document):
    some, currency = document
    totals = compute_totals(some, currency)
    zero = Money.zero(currency)
    assert sum(totals.line_nets, zero) == totals.net == sum((one.base for one in totals.taxes), zero)
    assert sum((one.tax for one in totals.taxes), zero) == totals.tax
    assert totals.net + totals.tax == totals.total
    assert len(totals.line_nets) == len(some)


@given(documents)
def test_each_category_and_rate_is_taxed_once_on_its_sum(document):
    some, currency = document
    totals = compute_totals(some, currency)
    assert len({(one.category, one.rate) for one in totals.taxes}) == len(totals.taxes)
    assert {(one.category, one.rate) for one in some} == {(one.category, one.rate) for one in totals.taxes}
    for one in totals.taxes:
        exact = Fraction(one.base.minor) * Fraction(one.rate) / 100
        assert abs(one.tax.minor - exact) <= Fraction(1, 2)


@given(lines(), st.sampled_from(["EUR", "JPY", "TND"]))
def test_a_line_is_at_most_one_minor_unit_from_its_exact_amount(one, currency):
    scale = 10 ** {"EUR": 2, "JPY": 0, "TND": 3}[currency]
    exact = Fraction(one.quantity) * Fraction(one.unit_price) * (100 - Fraction(one.discount_percent)) / 100 * scale
    assert abs(line_net(one, currency).minor - exact) <= 1
    assert line_gross(one, currency) - line_discount(one, currency) == line_net(one, currency)


@given(documents)
def test_the_opposite_document_has_the_opposite_totals(document):
    some, currency = document
    opposite = [
        LineAmounts(-one.quantity, one.unit_price, one.discount_percent, one.category, one.rate) for one in some
    ]
    there, back = compute_totals(some, currency), compute_totals(opposite, currency)
    assert (back.net, back.tax, back.total) == (-there.net, -there.tax, -there.total)


@given(documents, st.randoms())
def test_the_order_of_the_lines_changes_no_total(document, random):
    some, currency = document
    shuffled = list(some)
    random.shuffle(shuffled)
    one, other = compute_totals(some, currency), compute_totals(shuffled, currency)
    assert (one.net, one.tax, one.total, one.taxes) == (other.net, other.tax, other.total, other.taxes)


def test_tax_is_rounded_on_the_sum_and_not_line_by_line():
    # Trap 52: three lines of 0.10 at 23 % are 0.07 on the sum; line by line they would be 3 x 0.02 = 0.06.
    totals = compute_totals([line(price="0.10")] * 3, "EUR")
    assert (str(totals.net), str(totals.tax), str(totals.total)) == ("EUR 0.30", "EUR 0.07", "EUR 0.37")


@pytest.mark.parametrize(
    ("base", "rate", "tax"),
    [("0.50", "5", "0.03"), ("-0.50", "5", "-0.03"), ("0.10", "5", "0.01"), ("10.00", "5.5", "0.55")],
)
def test_half_a_minor_unit_is_rounded_away_from_zero(base, rate, tax):
    assert tax_on(Money.of(base, "EUR"), Decimal(rate)) == Money.of(tax, "EUR")


def test_rates_that_are_written_differently_are_one_rate_and_are_listed_from_the_highest():
    totals = compute_totals(
        [line(price="1", rate="6"), line(price="1", rate="23"), line(price="1", rate="23.000")]
        + [line(price="1", category="E", rate="0")],
        "EUR",
    )
    assert [(one.category, one.rate, one.base.minor) for one in totals.taxes] == [
        ("S", Decimal(23), 200), ("S", Decimal(6), 100), ("E", Decimal(0), 100),
    ]  # fmt: skip


def test_a_price_may_have_more_decimals_than_the_currency():
    assert line_net(line(quantity="1000", price="0.001234"), "EUR") == Money(123, "EUR")


def test_a_document_without_lines_is_zero():
    totals = compute_totals([], "EUR")
    assert (totals.line_nets, totals.taxes, totals.total) == ([], [], Money.zero("EUR"))


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"price": "-1"}, "negative_price", "unit_price"),
        ({"discount": "100.1"}, "bad_discount", "discount_percent"),
        ({"discount": "-1"}, "bad_discount", "discount_percent"),
        ({"rate": "101"}, "bad_rate", "rate"),
        ({"rate": "-1"}, "bad_rate", "rate"),
        ({"category": "AE", "rate": "23"}, "rate_without_tax", "rate"),
        ({"quantity": "NaN"}, "not_a_number", "quantity"),
        ({"price": "Infinity"}, "not_a_number", "unit_price"),
        ({"price": "1E+999999"}, "too_many_digits", "unit_price"),
        ({"quantity": "1234567890123456789"}, "too_many_digits", "quantity"),
        ({"quantity": "0." + "3" * 50, "price": "0." + "7" * 50}, "too_many_digits", "quantity"),
        ({"discount": "0." + "3" * 70}, "too_many_digits", "discount_percent"),
        ({"quantity": "99999999999", "price": "999999999999"}, "amount_too_large", None),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, code, field):
    with pytest.raises(BadInput) as caught:
        compute_totals([line(**{"price": "1", **wrong})], "EUR")
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_float_is_refused():
    with pytest.raises(BadInput):
        compute_totals([LineAmounts(1.1, Decimal(1), Decimal(0), "S", Decimal(23))], "EUR")  # type: ignore[arg-type]
