"""Where a series goes on when its pattern changes: behind every number that was used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from saldo.base.numbering.policies.format_number import counter_year, format_number

_FIELD = re.compile(r"(\{year\}|\{number(?::0\d{1,2}d)?\})")


class Used(NamedTuple):
    """The last number of a counter; `year` is 0 for a series that never begins again."""

    year: int
    last_number: int


def last_used(old: str, new: str, used: Iterable[Used], *, on: date) -> int:
    """The highest number that the new pattern must stay above on a day.

    It is what its own counter has used, or what the old pattern has written that would read the same: a series whose
    year becomes part of its letters must not write INV 2026/0001 twice.
    """
    year = counter_year(new, on)
    reads = _reader(new)
    highest = 0
    for one in used:
        if one.year == year:
            highest = max(highest, one.last_number)
        written = format_number(old, one.last_number, date(one.year, 1, 1) if one.year else on)
        if (found := reads.fullmatch(written)) and (not year or int(found["year"]) == year):
            highest = max(highest, int(found["number"]))
    return highest


def _reader(pattern: str) -> re.Pattern[str]:
    """What reads numbers of a pattern back."""
    parts = []
    for part in _FIELD.split(pattern):
        if part == "{year}":
            parts.append(r"(?P<year>\d{4})")
        elif part.startswith("{number"):
            parts.append(r"(?P<number>\d+)")
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts))
