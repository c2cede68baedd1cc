"""Numbers as people write them: with the decimal mark of their language, spaces, and marks between thousands."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol

from saldo.kernel.errors import BadInput
from saldo.kernel.locales import babel_locale

MAX_LENGTH = 40
_SPACES = re.compile(r"[\s'’\u00a0\u202f]")
_SHAPE = re.compile(r"[+-]?[0-9.,]*[0-9][0-9.,]*", re.ASCII)
_GROUPED = {mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", re.ASCII) for mark in ".,"}


def read_number(text: str, *, language: str) -> Decimal:
    """The number that a reader of `language` means by `text`.

    Where both marks stand, the last one is the decimal mark. One mark alone is decimal unless it stands between
    thousands; where it could be either and the language does not say, it is refused rather than guessed.
    Raises BadInput ("not_a_number", "unclear_number").
    """
    tidy = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    if len(tidy) > MAX_LENGTH or not _SHAPE.fullmatch(tidy):
        raise BadInput("not_a_number", "Write a number, such as 1250 or 12.5.")
    sign, digits = ("-", tidy[1:]) if tidy[0] == "-" else ("", tidy.lstrip("+"))
    whole, mark, fraction = _split(digits, babel_locale(language))
    return Decimal(f"{sign}{whole or '0'}{'.' if mark else ''}{fraction}")


def _split(digits: str, locale: str) -> tuple[str, str, str]:
    """Whole part without grouping, decimal mark or "", fraction."""
    marks = [one for one in digits if one in ".,"]
    if not marks:
        return digits, "", ""
    last = marks[-1]
    if len(set(marks)) == 2:
        whole, _, fraction = digits.rpartition(last)
        group = marks[0]
        if last in whole or not _GROUPED[group].fullmatch(whole):
            raise BadInput("not_a_number", "The marks in this number do not fit. Write it without marks for thousands.")
        return whole.replace(group, ""), last, fraction
    if len(marks) > 1:
        if not _GROUPED[last].fullmatch(digits):
            raise BadInput("not_a_number", "The marks in this number do not fit. Write it without marks for thousands.")
        return digits.replace(last, ""), "", ""
    whole, _, fraction = digits.partition(last)
    if last == get_decimal_symbol(locale) or not _GROUPED[last].fullmatch(digits):
        return whole, last, fraction
    if last == get_group_symbol(locale):
        return whole + fraction, "", ""
    sentence = f"It is not clear whether this is {whole}{fraction} or {whole}{get_decimal_symbol(locale)}{fraction}."
    raise BadInput("unclear_number", f"{sentence} Write one of the two.")
