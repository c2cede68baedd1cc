"""Money: integer minor units beside an ISO 4217 currency, never a float.

Source of codes and exponents: ISO 4217 list one (active codes with a minor unit). Codes without a minor unit (gold,
SDR, testing) are left out: nobody can pay an invoice in them. BGN and ANG left the list in 2026 and 2025; books
still hold them, so they stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm
from types import MappingProxyType

from saldo.kernel.errors import AmountNotExact, BadInput, CurrencyMismatch, UnknownCurrency

_CODES_BY_EXPONENT = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
        "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT "
        "MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR "
        "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU "
        "UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

CURRENCIES: Mapping[str, int] = MappingProxyType(
    {code: digits for digits, codes in _CODES_BY_EXPONENT.items() for code in codes.split()}
)
"""ISO 4217 code -> number of decimals of its minor unit."""

MAX_MINOR = 2**63 - 1
"""The ledger keeps minor units in a signed 64-bit column."""

# Wide enough for every amount, so that a caller's own decimal context can never round one.
_EXACT = Context(prec=40)

# ASCII digits only: Decimal() would also take "1e3", "NaN", "1_000", blanks and the digits of other scripts.
_PLAIN_AMOUNT = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


def exponent(currency: str) -> int:
    """Number of decimals of the currency's minor unit. Raises UnknownCurrency."""
    try:
        return CURRENCIES[currency]
    except (KeyError, TypeError):
        raise UnknownCurrency(sentence=f"{currency!r} is not a known currency code.") from None


def is_currency(code: str) -> bool:
    """True for a known ISO 4217 code in upper case."""
    return code in CURRENCIES


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency. `minor` counts minor units: Money(1050, "EUR") is ten euros fifty.

    Ordered within one currency; `==` across currencies is False, `<` and arithmetic across currencies raise
    CurrencyMismatch.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise UnknownCurrency(sentence=f"{self.currency!r} is not a known currency code.")
        if type(self.minor) is not int:  # a bool or a float must not slip in
            raise AmountNotExact(sentence=f"Minor units are a whole number, not {type(self.minor).__name__}.")
        if not -MAX_MINOR <= self.minor <= MAX_MINOR:
            raise BadInput("amount_too_large", "The amount is too large to be kept.")

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Money:
        """The amount given in major units: "1000.00", Decimal("1000.00") or 1000.

        Text is ASCII digits with an optional sign and decimal point, and is refused when it is *written* with more
        decimals than the currency has, zeros too: "1.000" EUR is one thousand to half of Europe. A Decimal is judged
        by its value. Raises AmountNotExact (also for a float), UnknownCurrency, BadInput (code "not_an_amount" or
        "amount_too_large").
        """
        digits = exponent(currency)
        if type(amount) is int:
            return cls(amount * 10**digits, currency)
        if isinstance(amount, str):
            return cls(_minor_of_text(amount, digits, currency), currency)
        if isinstance(amount, Decimal):
            return cls(_minor_of_decimal(amount, digits, currency), currency)
        raise AmountNotExact(sentence=f"An amount is text, a Decimal or a whole number, not {type(amount).__name__}.")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with exactly the currency's decimals; does not depend on the decimal context."""
        return Decimal(self.minor).scaleb(-CURRENCIES[self.currency], _EXACT)

    def allocate(self, weights: Sequence[int | Decimal]) -> list[Money]:
        """Parts in proportion to the weights; they sum to the whole, each less than a minor unit from its exact share.

        The odd minor units go, one each, to the last parts whose share is not a whole number of them: 1000.00 over
        [1, 1, 1] is 333.33 333.33 333.34. A negative amount is split like its opposite. Raises BadInput (code
        "bad_weights") for no weights, a negative one, only zeros, or one that is not an int or a Decimal.
        """
        scaled = _whole_weights(weights)
        total, whole = sum(scaled), abs(self.minor)
        shares = [divmod(whole * weight, total) for weight in scaled]
        parts = [part for part, _ in shares]
        uneven = [index for index, (_, rest) in enumerate(shares) if rest]
        odd = whole - sum(parts)  # always fewer than there are uneven shares
        for index in uneven[len(uneven) - odd :]:
            parts[index] += 1
        sign = -1 if self.minor < 0 else 1
        return [Money(sign * part, self.currency) for part in parts]

    def _same_currency(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(sentence=f"{self.currency} and {other.currency} cannot be added or compared.")
        return other.minor

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same_currency(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same_currency(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            return NotImplemented
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor < self._same_currency(other)

    def __le__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor <= self._same_currency(other)

    def __gt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor > self._same_currency(other)

    def __ge__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor >= self._same_currency(other)

    def __str__(self) -> str:
        """Plain, for logs and errors: "EUR 1000.00". For people there is `saldo.kernel.locales`."""
        return f"{self.currency} {self.decimal:f}"


def _too_many_decimals(amount: object, digits: int, currency: str) -> AmountNotExact:
    return AmountNotExact(sentence=f"{amount} has more decimals than {currency} has ({digits}).")


def _minor_of_text(text: str, digits: int, currency: str) -> int:
    if not _PLAIN_AMOUNT.fullmatch(text):
        raise BadInput("not_an_amount", f"{text[:40]!r} is not an amount such as 1000.00.")
    whole, _, fraction = text.partition(".")
    if len(fraction) > digits:
        raise _too_many_decimals(text, digits, currency)
    return int(whole + fraction.ljust(digits, "0"))


def _minor_of_decimal(amount: Decimal, digits: int, currency: str) -> int:
    if not amount.is_finite():
        raise BadInput("not_an_amount", f"{amount} is not an amount.")
    if not amount:
        return 0
    if amount.adjusted() > 30:  # before any arithmetic: Decimal("1E+999999") would fill the memory
        raise BadInput("amount_too_large", "The amount is too large to be kept.")
    if amount.adjusted() < -digits:
        raise _too_many_decimals(amount, digits, currency)
    numerator, denominator = amount.as_integer_ratio()
    scaled: int = numerator * 10**digits
    if scaled % denominator:
        raise _too_many_decimals(amount, digits, currency)
    return scaled // denominator


def _whole_weights(weights: Sequence[int | Decimal]) -> list[int]:
    """The weights as whole numbers in the same proportion."""
    if not weights or any(type(weight) is not int and not isinstance(weight, Decimal) for weight in weights):
        raise BadInput("bad_weights", "Weights are whole numbers or Decimals, and at least one is needed.")
    if any(isinstance(weight, Decimal) and not weight.is_finite() for weight in weights):
        raise BadInput("bad_weights", "Weights are finite.")
    if any(weight < 0 for weight in weights) or not any(weights):
        raise BadInput("bad_weights", "Weights are not negative, and one is more than zero.")
    whole = [weight for weight in weights if isinstance(weight, int)]
    if len(whole) == len(weights):
        return whole
    fractions = [Fraction(weight) for weight in weights]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * scale) for fraction in fractions]
