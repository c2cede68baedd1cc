import pickle
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.errors import AmountNotExact, BadInput, CurrencyMismatch, UnknownCurrency
from saldo.kernel.money import CURRENCIES, MAX_MINOR, Money, exponent, is_currency

currencies = st.sampled_from(sorted(CURRENCIES))
minors = st.integers(-MAX_MINOR, MAX_MINOR)
amounts = st.builds(Money, minors, currencies)
small_minors = st.integers(-(10**15), 10**15)
whole_weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)
decimal_weights = st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=12).filter(any)


def test_ten_cents_and_twenty_cents_are_thirty_cents():
    assert Money.of("0.10", "EUR") + Money.of("0.20", "EUR") == Money.of("0.30", "EUR")
    assert (Money.of("0.10", "EUR") + Money.of("0.20", "EUR")).minor == 30


@pytest.mark.parametrize(
    ("text", "currency", "minor", "shown"),
    [
        ("1000", "JPY", 1000, "JPY 1000"),
        ("1.234", "KWD", 1234, "KWD 1.234"),
        ("1.2", "KWD", 1200, "KWD 1.200"),
        ("0.0001", "CLF", 1, "CLF 0.0001"),
        ("1000.00", "EUR", 100000, "EUR 1000.00"),
        ("-0.05", "EUR", -5, "EUR -0.05"),
        ("+7", "EUR", 700, "EUR 7.00"),
    ],
)
def test_each_currency_has_its_own_decimals(text, currency, minor, shown):
    money = Money.of(text, currency)
    assert money.minor == minor
    assert str(money) == shown


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("10.123", "EUR"),
        ("1.000", "EUR"),
        ("0.5", "JPY"),
        ("1.0", "JPY"),
        ("1.2345", "KWD"),
        (Decimal("10.123"), "EUR"),
        (Decimal("0.005"), "EUR"),
        (Decimal("1E-999999"), "EUR"),
        (0.1, "EUR"),
        (1.0, "JPY"),
        (True, "EUR"),
        (None, "EUR"),
    ],
)
def test_what_a_currency_cannot_hold_is_refused_and_not_rounded(amount, currency):
    with pytest.raises(AmountNotExact):
        Money.of(amount, currency)


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "1,00", "1e3", "NaN", "Infinity", "1_000", ".5", "5.", "--1", "€1", "١٢", "1\n", "=1+1"]
)
def test_text_that_is_not_a_plain_amount_is_refused(text):
    with pytest.raises(BadInput) as refusal:
        Money.of(text, "EUR")
    assert refusal.value.code == "not_an_amount"


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_a_decimal_that_is_not_a_number_is_refused(amount):
    with pytest.raises(BadInput) as refusal:
        Money.of(amount, "EUR")
    assert refusal.value.code == "not_an_amount"


def test_a_decimal_is_judged_by_its_value_and_not_by_its_zeros():
    assert Money.of(Decimal("10.5000"), "EUR") == Money(1050, "EUR")
    assert Money.of(Decimal("1E+2"), "JPY") == Money(100, "JPY")
    assert Money.of(Decimal("0E-9"), "JPY") == Money.zero("JPY")
    assert Money.of(Decimal("0E+999"), "JPY") == Money.zero("JPY")


@pytest.mark.parametrize("amount", ["92233720368547758.08", Decimal("1E+999999"), 10**17, "9" * 30])
def test_an_amount_too_large_for_the_ledger_is_refused(amount):
    with pytest.raises(BadInput) as refusal:
        Money.of(amount, "EUR")
    assert refusal.value.code == "amount_too_large"


def test_a_sum_too_large_for_the_ledger_is_refused():
    with pytest.raises(BadInput, match="too large"):
        Money(MAX_MINOR, "EUR") + Money(1, "EUR")


def test_10666667_58_is_an_amount_like_any_other():
    assert Money.of("10666667.58", "USD").minor == 1066666758


@pytest.mark.parametrize("minor", [1.0, True, "1", Decimal(1)])
def test_minor_units_are_an_integer_and_nothing_else(minor):
    with pytest.raises(AmountNotExact):
        Money(minor, "EUR")


@pytest.mark.parametrize("code", ["eur", "XXX", "EURO", "", "XAU", "HRK", None])
def test_an_unknown_currency_is_refused(code):
    with pytest.raises(UnknownCurrency):
        Money(1, code)
    with pytest.raises(UnknownCurrency):
        Money.of("1", code)
    with pytest.raises(UnknownCurrency):
        exponent(code)
    assert not is_currency(code)


def test_exponents_follow_iso_4217():
    assert {code for code, digits in CURRENCIES.items() if digits == 3} == {
        "BHD",
        "IQD",
        "JOD",
        "KWD",
        "LYD",
        "OMR",
        "TND",
    }
    assert {code for code, digits in CURRENCIES.items() if digits == 4} == {"CLF", "UYW"}
    assert {exponent(code) for code in ("JPY", "KRW", "CLP", "ISK", "VND", "XOF")} == {0}
    assert {exponent(code) for code in ("EUR", "USD", "GBP", "PLN", "BRL", "HUF", "IDR", "COP")} == {2}
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)


def test_every_legal_tender_of_today_is_known():
    """CLDR lists the tender of each territory; what ISO 4217 does not list is not to be had."""
    from babel.core import get_global

    tender = {
        row[0] for rows in get_global("territory_currencies").values() for row in rows if row[2] is None and row[3]
    }
    assert len(tender) > 140
    assert tender - set(CURRENCIES) == set()


@given(amounts)
def test_a_decimal_makes_the_round_trip(money):
    assert Money.of(money.decimal, money.currency) == money
    assert Money.of(str(money.decimal), money.currency) == money
    assert money.decimal == Fraction(money.minor, 10 ** exponent(money.currency))
    assert -money.decimal.as_tuple().exponent == exponent(money.currency)


@given(amounts)
def test_a_narrow_decimal_context_rounds_nothing(money):
    with localcontext() as context:
        context.prec = 3
        assert Money.of(money.decimal, money.currency) == money


@given(amounts)
def test_money_survives_pickling(money):
    assert pickle.loads(pickle.dumps(money)) == money  # noqa: S301 -- our own bytes


@given(small_minors, small_minors, currencies)
def test_arithmetic_is_that_of_the_minor_units(left, right, currency):
    first, second = Money(left, currency), Money(right, currency)
    assert (first + second).minor == left + right
    assert (first - second).minor == left - right
    assert -first == Money(-left, currency)
    assert abs(first).minor == abs(left)
    assert bool(first) is (left != 0)
    assert first * 3 == 3 * first == first + first + first
    assert (first < second, first <= second, first > second, first >= second) == (
        left < right,
        left <= right,
        left > right,
        left >= right,
    )


def test_two_currencies_are_never_added_or_compared():
    euros, zlotys = Money.of("1", "EUR"), Money.of("1", "PLN")
    for mix in (
        lambda: euros + zlotys,
        lambda: euros - zlotys,
        lambda: euros < zlotys,
        lambda: euros <= zlotys,
        lambda: euros > zlotys,
        lambda: euros >= zlotys,
        lambda: sum([euros, zlotys], Money.zero("EUR")),
    ):
        with pytest.raises(CurrencyMismatch):
            mix()
    assert euros != zlotys
    assert Money.zero("EUR") != Money.zero("PLN")


@pytest.mark.parametrize("other", [1, 1.5, "1", Decimal(1), None])
def test_money_is_not_added_to_or_compared_with_anything_else(other):
    euro = Money.of("1", "EUR")
    assert euro != other
    for mix in (
        lambda: euro + other,
        lambda: euro - other,
        lambda: euro < other,
        lambda: euro <= other,
        lambda: euro > other,
        lambda: euro >= other,
    ):
        with pytest.raises(TypeError):
            mix()


@pytest.mark.parametrize("times", [1.5, Decimal("1.5"), True, Money(1, "EUR")])
def test_money_is_multiplied_by_a_whole_number_only(times):
    with pytest.raises(TypeError):
        Money.of("1", "EUR") * times


def test_money_cannot_be_changed():
    with pytest.raises(AttributeError):
        Money.of("1", "EUR").minor = 2


def test_t15_a_thousand_in_three_gives_the_odd_cent_to_the_last():
    assert Money.of("1000.00", "EUR").allocate([1, 1, 1]) == [
        Money.of("333.33", "EUR"),
        Money.of("333.33", "EUR"),
        Money.of("333.34", "EUR"),
    ]


def test_an_odd_cent_goes_to_an_uneven_share():
    assert [part.minor for part in Money(10, "EUR").allocate([1, 1, 2])] == [2, 3, 5]
    assert [part.minor for part in Money(1, "EUR").allocate([1, 1, 0])] == [0, 1, 0]
    assert [part.minor for part in Money(-100, "EUR").allocate([1, 1, 1])] == [-33, -33, -34]


def test_percentages_of_an_instalment_plan_sum_to_the_whole():
    """Failure mode 51: ten thousand split by rounded percentages must not become 9 999.90 or 10 000.20."""
    parts = Money.of("10000.00", "EUR").allocate([Decimal("33.33"), Decimal("33.33"), Decimal("33.34")])
    assert [str(part.decimal) for part in parts] == ["3333.00", "3333.00", "3334.00"]


@given(amounts, whole_weights | decimal_weights)
def test_the_parts_of_an_allocation_sum_to_the_whole(money, weights):
    parts = money.allocate(weights)
    assert len(parts) == len(weights)
    assert sum(part.minor for part in parts) == money.minor
    assert {part.currency for part in parts} == {money.currency}


@given(amounts, whole_weights | decimal_weights)
def test_each_part_is_less_than_a_minor_unit_from_its_exact_share(money, weights):
    total = sum(Fraction(weight) for weight in weights)
    for part, weight in zip(money.allocate(weights), weights, strict=True):
        assert abs(part.minor - money.minor * Fraction(weight) / total) < 1


@given(amounts, st.integers(1, 50))
def test_equal_parts_grow_by_at_most_one_minor_unit_and_only_at_the_end(money, count):
    sizes = [abs(part.minor) for part in money.allocate([1] * count)]
    assert sizes == sorted(sizes)
    assert sizes[-1] - sizes[0] <= 1


@pytest.mark.parametrize(
    "weights", [[], [0, 0], [1, -1], [-1], [0.5, 0.5], [True], ["1"], [Decimal("NaN")], [Decimal("Infinity"), 1]]
)
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(BadInput) as refusal:
        Money.of("1", "EUR").allocate(weights)
    assert refusal.value.code == "bad_weights"
