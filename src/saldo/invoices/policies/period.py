"""When the work was done, as an ISO 8601 interval."""

from __future__ import annotations

from datetime import date


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and last day of "2026-10-05/2026-11-20" or of one day; None for an empty text.

    Raises ValueError for anything else, and where the last day is before the first.
    """
    if not text:
        return None
    first, _, last = text.partition("/")
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    if days[1] < days[0]:
        raise ValueError("A period ends after it begins.")
    return days
