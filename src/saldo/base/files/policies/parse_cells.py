"""Amounts and dates as people's programs write them. What has two readings is refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money, exponent

DecimalMark = Literal[".", ",", "guess"]
DateOrder = Literal["ymd", "dmy", "mdy"]

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2099

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2212": "-", "\u2019": "'"})
_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "BRL": "R$", "PLN": "zł", "JPY": "¥"}
_DIGITS_AND_MARKS = re.compile(r"[0-9 .,']+", re.ASCII)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[ .,'])[0-9]{3}(?:(?P=mark)[0-9]{3})*", re.ASCII)
_PLAIN = re.compile(r"[0-9]*", re.ASCII)
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_PARTS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)


def parse_amount(text: str, *, currency: str, decimal_mark: DecimalMark = "guess") -> Money:
    """An amount as it stands in a cell: "1,234.50", "1.234,50 €", "1 234,50", "(12.00)", "12.00-".

    Thousands may be parted by a blank, an apostrophe or the mark that is not the decimal one, in groups of three all
    through. `decimal_mark="guess"` reads what has one reading only: "1,234" could be one thousand or one and a bit and
    is refused ("ambiguous_amount") unless the currency has no decimals. Also raises BadInput with "missing",
    "not_an_amount", "bad_grouping", "too_many_decimals" (never rounded: 10.666 EUR, and 10.660 EUR too),
    "amount_too_large"; UnknownCurrency.
    """
    digits = exponent(currency)
    sign, body = _bare(text, currency)
    mark = _guess_mark(body, digits) if decimal_mark == "guess" else decimal_mark
    whole, fraction = _split(body, mark)
    if len(fraction) > digits:
        raise BadInput("too_many_decimals", f"{text.strip()[:40]} has more decimals than {currency} has ({digits}).")
    return Money.of(f"{sign}{whole or '0'}.{fraction}" if fraction else f"{sign}{whole}", currency)


def guess_decimal_mark(values: Iterable[str]) -> Literal[".", ","] | None:
    """The decimal mark that a column of amounts shows, None where it shows none or both."""
    found: set[str] = set()
    for value in values:
        marks = [one for one in value.translate(_SPACES) if one in ".,"]
        if len(set(marks)) == 2:
            found.add(marks[-1])
        elif len(marks) == 1 and not _may_group(_digits_of(value), marks[0]):
            found.add(marks[0])
        elif len(marks) > 1:
            found.add("," if marks[0] == "." else ".")
    if found == {"."}:
        return "."
    return "," if found == {","} else None


def parse_date(text: str, order: DateOrder | None) -> date:
    """A day as it stands in a cell; a time behind it is dropped, in whatever zone it is.

    Year first ("2026-03-02", "2026/3/2", "20260302") is read so whatever the order. Otherwise `order` says whether
    02/03/2026 is in March ("dmy") or February ("mdy"); a year of two digits is in this century, and comes first where
    the order says so. Without an order, a day that could be two is refused ("ambiguous_date"). Also raises BadInput
    with "missing", "not_a_date" and "impossible_date" (30 February; a year outside 1970 to 2099).
    """
    tidy = text.translate(_SPACES).strip()
    if not tidy:
        raise BadInput("missing", "The date is missing.")
    if found := _YEAR_FIRST.fullmatch(tidy):
        return _day(tidy, int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(tidy):
        return _day(tidy, *(int(part) for part in found.groups()))
    if not (found := _PARTS.fullmatch(tidy)):
        raise BadInput("not_a_date", f"{tidy[:40]} is not a date such as 2026-03-02 or 02/03/2026.")
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    short = len(found[4]) == 2
    order = order or _order_of(first, second, short)
    if order == "dmy":
        return _day(tidy, last + 2000 * short, second, first)
    if order == "mdy":
        return _day(tidy, last + 2000 * short, first, second)
    if order == "ymd" and short:
        return _day(tidy, first + 2000, second, last)
    code, sentence = (
        ("not_a_date", "does not begin with its year") if order else ("ambiguous_date", "could be two days")
    )
    raise BadInput(code, f"{tidy[:40]} {sentence}; write 2026-03-02, or say the order of day and month.")


def guess_date_order(values: Iterable[str]) -> DateOrder | None:
    """The order of day and month that a column of dates shows, None where it shows none or both."""
    found: set[DateOrder] = set()
    year_first = False
    for value in values:
        tidy = value.translate(_SPACES).strip()
        if _YEAR_FIRST.fullmatch(tidy) or _COMPACT.fullmatch(tidy):
            year_first = True
        elif parts := _PARTS.fullmatch(tidy):
            first, second = int(parts[1]), int(parts[3])
            if (first > 12) != (second > 12):
                found.add("dmy" if first > 12 else "mdy")
    if len(found) == 1:
        return found.pop()
    return "ymd" if year_first and not found else None


def _bare(text: str, currency: str) -> tuple[str, str]:
    """Sign and digits with their marks, without the currency's sign or code."""
    body = text.translate(_SPACES).strip()
    if not body:
        raise BadInput("missing", "The amount is missing.")
    signs = 0
    if body.startswith("(") and body.endswith(")"):
        signs, body = 1, body[1:-1].strip()
    for word in ("-", currency, _SIGNS.get(currency, currency), "-", "+"):
        if body.startswith(word) or body.endswith(word):
            body = (body.removeprefix(word) if body.startswith(word) else body.removesuffix(word)).strip()
            signs += word == "-"
    if signs > 1 or not _DIGITS_AND_MARKS.fullmatch(body) or not any(one.isdigit() for one in body):
        raise BadInput("not_an_amount", f"{text.strip()[:40]} is not an amount in {currency}, such as 1000.00.")
    return "-" * signs, body


def _guess_mark(body: str, digits: int) -> str:
    marks = [one for one in body if one in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if not marks:
        return "."
    other = "," if marks[0] == "." else "."
    if len(marks) > 1:
        return other
    if not _may_group(body, marks[0]):
        return marks[0]
    if digits == 0:
        return other
    raise BadInput(
        "ambiguous_amount", f"{body[:40]} could be thousands or decimals; say which mark the file uses for decimals."
    )


def _may_group(body: str, mark: str) -> bool:
    found = _GROUPED.fullmatch(body)
    return found is not None and found["mark"] == mark


def _digits_of(value: str) -> str:
    return "".join(one for one in value.translate(_SPACES) if one in "0123456789., '").strip()


def _split(body: str, mark: str) -> tuple[str, str]:
    whole, found, fraction = body.partition(mark)
    grouped = _GROUPED.fullmatch(whole)
    if (found and not fraction) or not _PLAIN.fullmatch(fraction) or not (grouped or _PLAIN.fullmatch(whole)):
        raise BadInput(
            "bad_grouping",
            f"{body[:40]} cannot be read with {mark} before the decimals and thousands in groups of three.",
        )
    return (whole.replace(grouped["mark"], "") if grouped else whole), fraction


def _order_of(first: int, second: int, short_year: bool) -> DateOrder | None:
    if short_year:
        return None
    if first > 12 >= second or first == second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("impossible_date", f"There is no day {text[:40]}, or it is not between 1970 and 2099.")
    return found
