"""Money, numbers and dates as people of a language write them (CLDR, through Babel).

A language is stored as one of LOCALES. "pt" is Portuguese of Portugal, as in Django; CLDR means Brazil by it, so the
mapping is here. English is written as in Europe: 5 January 2026. Grouping and the place beside a currency sign use
no-break spaces, so that an amount never breaks over two lines.
"""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_format_date
from babel.numbers import NumberPattern, format_decimal, get_currency_symbol, parse_pattern

from saldo.kernel.errors import BadInput
from saldo.kernel.money import CURRENCIES, Money

LOCALES = ("en", "es", "pt", "pt_BR", "pl")
"""Languages that Saldo ships."""

NO_BREAK_SPACE = "\u00a0"

_MEANT = {"pt": "pt_PT", "en": "en_GB"}

_FORMS: dict[str, Literal["medium", "long"]] = {"short": "medium", "long": "long"}


def babel_locale(code: str) -> str:
    """The CLDR name of a language code in any spelling: "pt-br" -> "pt_BR", "pt" -> "pt_PT".

    Raises BadInput ("unknown_locale").
    """
    return str(_locale(code))


def language_name(code: str, locale: str) -> str:
    """What a language is called in another: "Spanish" in en, "hiszpański" in pl, "Portuguese (Brazil)" in en."""
    named, reader = _locale(code), _locale(locale)
    name = named.get_display_name(reader) if "_" in code or "-" in code else named.get_language_name(reader)
    return str(name or code)


def format_money(money: Money, locale: str) -> str:
    """The amount with its currency's sign and all of its decimals: 1.000,00 € in es."""
    pattern = _money_pattern(locale, money.currency)
    return str(pattern.apply(money.decimal, _locale(locale), currency=money.currency, currency_digits=False))


def format_amount(money: Money, locale: str) -> str:
    """The amount with all of its decimals, for a column whose head names the currency."""
    pattern = _amount_pattern(CURRENCIES[money.currency])
    return str(pattern.apply(money.decimal, _locale(locale)))


def format_number(number: Decimal, locale: str) -> str:
    """A quantity or rate with exactly the decimals it has, without zeros at the end. Raises BadInput for a float."""
    if not isinstance(number, Decimal | int):
        raise BadInput("not_a_number", f"A number is a Decimal, not {type(number).__name__}.")
    return format_decimal(number, locale=_locale(locale), decimal_quantization=False)


def format_date(day: date, locale: str, form: Literal["short", "long"] = "short") -> str:
    """short: 5 Jan 2026 as the language has it, always with four digits of year; long: the month in full."""
    return babel_format_date(day, format=_FORMS[form], locale=_locale(locale))


@lru_cache(maxsize=128)
def _locale(code: str) -> Locale:
    name = code.replace("-", "_")
    try:
        return Locale.parse(_MEANT.get(name.lower(), name))
    except (UnknownLocaleError, ValueError, TypeError):
        raise BadInput("unknown_locale", f"{code!r} is not a known language.") from None


@lru_cache(maxsize=512)
def _money_pattern(locale: str, currency: str) -> NumberPattern:
    # CLDR shows some currencies with fewer decimals than ISO 4217 gives them; on an invoice every minor unit is shown.
    digits = CURRENCIES[currency]
    pattern: NumberPattern = copy.copy(_locale(locale).currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    # CLDR parts a sign that ends in a letter from the digits (PLN 12, not PLN12); Babel does not.
    if get_currency_symbol(currency, locale=_locale(locale))[-1:].isalpha():
        positive, negative = pattern.prefix
        pattern.prefix = (_part_sign(positive), _part_sign(negative))
    return pattern


def _part_sign(prefix: str) -> str:
    return prefix + NO_BREAK_SPACE if prefix.endswith("¤") else prefix


@lru_cache(maxsize=8)
def _amount_pattern(digits: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))
