"""From lines to totals, rounded as EN 16931 asks.

Each line's net amount is rounded to the currency's minor unit, half away from zero (BT-131, BR-DEC-23); tax is
computed per category and rate on the sum of the lines' net amounts and rounded once there (BR-CO-17, BR-S-9), never
line by line. So net + tax = total, and every sum on the paper can be added up by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow

from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money, exponent

# Numbers of the columns (18 digits, 18 digits, 6 digits) multiply without rounding; what does not, raises.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
_ROUNDED = Context(prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])
_MAX_DIGITS = 18

UNTAXED_CATEGORIES = frozenset({"Z", "E", "AE", "K", "G", "O"})
"""Categories in which the rate is zero (BR-Z-5, BR-E-5, BR-AE-5, BR-IC-5, BR-G-5; O has none)."""


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What a line's amounts follow from. `discount_percent` and `rate` are in per cent, `unit_price` in major units.

    `category` is a code of EN 16931 (UNCL 5305).
    """

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TaxSubtotal:
    """The tax of one category and rate: `tax` is on `base`, the sum of its lines' net amounts."""

    category: str
    rate: Decimal
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """`line_nets` in the order of the lines; `taxes` by falling rate, then category. net + tax = total."""

    line_nets: list[Money]
    net: Money
    tax: Money
    total: Money
    taxes: list[TaxSubtotal]


def compute_totals(lines: Sequence[LineAmounts], currency: str) -> Totals:
    """The totals of a document. Without lines everything is zero. Raises BadInput that names the field at fault."""
    nets = [line_net(line, currency) for line in lines]
    bases: dict[tuple[str, Decimal], Money] = {}
    for line, net in zip(lines, nets, strict=True):
        _check_rate(line)
        group = (line.category, line.rate)
        bases[group] = bases.get(group, Money.zero(currency)) + net
    groups = sorted(bases, key=lambda group: (-group[1], group[0]))
    taxes = [
        TaxSubtotal(category, rate, bases[category, rate], tax_on(bases[category, rate], rate))
        for category, rate in groups
    ]
    net = sum(nets, Money.zero(currency))
    tax = sum((one.tax for one in taxes), Money.zero(currency))
    return Totals(nets, net, tax, net + tax, taxes)


def line_net(line: LineAmounts, currency: str) -> Money:
    """Quantity times price, less the discount, each rounded, so that gross − discount = net on the paper (BT-131)."""
    gross = _exact_gross(line)
    return _rounded(gross, currency) - _discount_on(gross, line, currency)


def line_gross(line: LineAmounts, currency: str) -> Money:
    """Quantity times price, rounded."""
    return _rounded(_exact_gross(line), currency)


def line_discount(line: LineAmounts, currency: str) -> Money:
    """The line's discount as an amount (BT-136), computed on the exact gross amount and rounded."""
    return _discount_on(_exact_gross(line), line, currency)


def tax_on(base: Money, rate: Decimal) -> Money:
    """The tax at `rate` per cent on a sum of net amounts, rounded half away from zero."""
    return _rounded(_share(base.decimal, rate, "rate"), base.currency)


def _exact_gross(line: LineAmounts) -> Decimal:
    price = _number("unit_price", line.unit_price)
    if price < 0:
        raise BadInput("negative_price", "A price is not negative; use a negative quantity.", field="unit_price")
    return _product(_number("quantity", line.quantity), price, "quantity")


def _discount_on(gross: Decimal, line: LineAmounts, currency: str) -> Money:
    percent = _number("discount_percent", line.discount_percent)
    if not 0 <= percent <= 100:
        raise BadInput("bad_discount", "A discount is between 0 and 100 per cent.", field="discount_percent")
    return _rounded(_share(gross, percent, "discount_percent"), currency) if percent else Money.zero(currency)


def _share(amount: Decimal, percent: Decimal, field: str) -> Decimal:
    return _product(amount, percent, field).scaleb(-2, _EXACT)


def _product(one: Decimal, other: Decimal, field: str) -> Decimal:
    try:
        return _EXACT.multiply(one, other)
    except Inexact:
        raise _too_many_digits(field) from None


def _check_rate(line: LineAmounts) -> None:
    rate = _number("rate", line.rate)
    if not 0 <= rate <= 100:
        raise BadInput("bad_rate", "A tax rate is between 0 and 100 per cent.", field="rate")
    if line.category in UNTAXED_CATEGORIES and rate:
        raise BadInput("rate_without_tax", f"In the category {line.category} the rate is zero.", field="rate")


def _number(field: str, value: Decimal) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise BadInput("not_a_number", f"The {field} is not an exact number.", field=field)
    if not -_MAX_DIGITS < value.adjusted() < _MAX_DIGITS:
        raise _too_many_digits(field)
    return value


def _too_many_digits(field: str) -> BadInput:
    return BadInput("too_many_digits", f"The {field} has more digits than can be kept.", field=field)


def _rounded(amount: Decimal, currency: str) -> Money:
    return Money(int(amount.scaleb(exponent(currency), _EXACT).to_integral_value(context=_ROUNDED)), currency)
