"""How a number reads."""

from __future__ import annotations

import re
from datetime import date

from saldo.kernel.errors import BadInput

_FIELD = re.compile(r"\{(year|number(?::0(\d{1,2})d)?)\}")


def check_pattern(pattern: str) -> str:
    """The pattern, if it holds `{number}` or `{number:04d}` once, `{year}` at most once, and no other braces.

    Raises BadInput (field `pattern`).
    """
    fields = [match.group(1) for match in _FIELD.finditer(pattern)]
    rest = _FIELD.sub("", pattern)
    numbers = [one for one in fields if one.startswith("number")]
    if len(numbers) != 1 or fields.count("year") > 1 or "{" in rest or "}" in rest:
        raise BadInput(
            "bad_pattern",
            "Write a pattern such as INV {year}/{number:04d}, with the number in it once.",
            field="pattern",
        )
    return pattern


def counter_year(pattern: str, on: date) -> int:
    """The year whose counter a document of that day uses; 0 where the series goes on for ever."""
    return on.year if "{year}" in pattern else 0


def format_number(pattern: str, number: int, on: date) -> str:
    """`("FT {year}/{number:03d}", 7, 2026-11-22)` is `FT 2026/007`."""
    return pattern.format(year=on.year, number=number)
