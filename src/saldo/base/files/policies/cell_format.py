"""How the cells of one file are to be read: its currency, decimal mark and order of day and month, told or guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from saldo.base.files.policies.parse_cells import (
    FIRST_YEAR,
    LAST_YEAR,
    DateOrder,
    DecimalMark,
    guess_date_order,
    guess_decimal_mark,
    parse_amount,
    parse_date,
)
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money, is_currency

DATE_ORDERS: Final[Mapping[str, DateOrder]] = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What holds for a whole file. `currency` is for rows that name none; empty means that every row has to.

    `date_pattern` is a strptime pattern and wins over `date_orders` (by field; None where the column did not tell).
    """

    currency: str = ""
    decimal_mark: DecimalMark = "guess"
    date_pattern: str = ""
    date_orders: Mapping[str, DateOrder | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row's cells by field, read as the file's format says. Every refusal is BadInput and names the field."""

    values: Mapping[str, str]
    format: CellFormat

    def text(self, name: str) -> str:
        """The cell as it stands; empty where the file has no such column."""
        return self.values.get(name, "").strip()

    def required(self, name: str) -> str:
        """The cell, which must not be empty ("missing")."""
        found = self.text(name)
        if not found:
            raise BadInput("missing", f"The {name.replace('_', ' ')} is missing.", field=name)
        return found

    def currency(self) -> str:
        """The row's own currency or the file's. Raises "currency_missing", "unknown_currency"."""
        code = self.text("currency").upper() or self.format.currency
        if not code:
            raise BadInput("currency_missing", "The row says no currency, and the file has none.", field="currency")
        if not is_currency(code):
            raise BadInput("unknown_currency", f"{code[:40]} is not a currency code such as EUR.", field="currency")
        return code

    def money(self, name: str) -> Money:
        """An amount in the row's currency. Raises what `parse_amount` does."""
        currency = self.currency()
        try:
            return parse_amount(self.text(name), currency=currency, decimal_mark=self.format.decimal_mark)
        except BadInput as error:
            raise BadInput(error.code, error.sentence, field=name) from None

    def day(self, name: str) -> date:
        """A date. Raises what `parse_date` does; with a pattern "not_a_date" for whatever does not follow it."""
        try:
            if self.format.date_pattern:
                return _day_by_pattern(self.text(name), self.format.date_pattern)
            return parse_date(self.text(name), self.format.date_orders.get(name))
        except BadInput as error:
            raise BadInput(error.code, error.sentence, field=name) from None


def read_date_format(words: str) -> tuple[str, DateOrder | None]:
    """What `--date-format` says, as (pattern, order): a strptime pattern, or the words day-first, month-first,
    year-first. Raises BadInput ("bad_date_format").
    """
    if words in DATE_ORDERS:
        return "", DATE_ORDERS[words]
    sample = date(2031, 12, 25)
    try:
        if "%" in words and _strptime(sample.strftime(words), words) == sample:
            return words, None
    except ValueError:
        pass
    sentence = f"{words[:40]} is not a format of dates. Use %d-%m-%Y and the like, or {', '.join(DATE_ORDERS)}."
    raise BadInput("bad_date_format", sentence, field="date_format")


def guess_format(
    seen: Mapping[str, Collection[str]],
    *,
    currency: str,
    decimal_mark: DecimalMark | None,
    date_format: str,
    amount_fields: Collection[str],
    date_fields: Collection[str],
) -> CellFormat:
    """The format of a file whose columns hold the values `seen` (by field); what is told is not guessed.

    Raises BadInput where a day could be two and no other row tells which ("ambiguous_date"), for an unknown currency
    or date format, and where neither the file nor the caller says a currency ("currency_missing").
    """
    code = currency.strip().upper()
    if code and not is_currency(code):
        raise BadInput("unknown_currency", f"{code[:40]} is not a currency code such as EUR.", field="currency")
    if amount_fields and not code and "currency" not in seen:
        raise BadInput("currency_missing", "The file has no column for the currency. Name it.", field="currency")
    mark = decimal_mark or guess_decimal_mark(value for name in amount_fields for value in seen.get(name, ()))
    pattern, order = read_date_format(date_format) if date_format else ("", None)
    orders: dict[str, DateOrder | None] = {}
    if not pattern:
        orders = dict.fromkeys(date_fields, order) if order else dict(_date_orders(seen, date_fields))
    return CellFormat(code, mark or "guess", pattern, orders)


def _date_orders(
    seen: Mapping[str, Collection[str]], date_fields: Collection[str]
) -> Iterator[tuple[str, DateOrder | None]]:
    """Each column tells of itself; one that does not is as the columns beside it."""
    together = guess_date_order(value for name in date_fields for value in seen.get(name, ()))
    for name in date_fields:
        order = guess_date_order(seen.get(name, ())) or together
        if order is None or order == "ymd":
            _refuse_two_readings(name, seen.get(name, ()))
        yield name, order


def _refuse_two_readings(name: str, values: Collection[str]) -> None:
    for value in values:
        try:
            parse_date(value, None)
        except BadInput as error:
            if error.code == "ambiguous_date":
                sentence = f"{value[:40]} ({name}) could be two days, and no row or not every row says which. Say"
                sentence += f" the order: {', '.join(DATE_ORDERS)}, or a format such as %d-%m-%Y."
                raise BadInput("ambiguous_date", sentence, field="date_format") from None


def _day_by_pattern(text: str, pattern: str) -> date:
    if not text:
        raise BadInput("missing", "The date is missing.")
    try:
        found = _strptime(text, pattern)
    except ValueError:
        raise BadInput("not_a_date", f"{text[:40]} is not a day written as {pattern}.") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadInput("impossible_date", f"{text[:40]} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return found


def _strptime(text: str, pattern: str) -> date:
    return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day of a file has no zone
