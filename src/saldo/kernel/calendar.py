"""Business dates, months that do not drift, and the days on which people are left alone.

An instant is an aware datetime; a business date is what the calendar on the legal entity's wall shows at that instant.
Zones are IANA names ("Europe/Lisbon"), countries ISO 3166 codes ("PT"; "GB-SCT" where holidays differ by region).
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from saldo.kernel.errors import BadInput

_COUNTRY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)

_NONE: frozenset[date] = frozenset()


def business_date(instant: datetime, zone: str) -> date:
    """The date in `zone` at `instant`. Raises BadInput for a naive instant or an unknown zone."""
    if instant.tzinfo is None:
        raise BadInput("naive_instant", "An instant needs a time zone.")
    return instant.astimezone(_zone(zone)).date()


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`, in UTC.

    Where the clock skips midnight the day begins when the skip ends.
    """
    # In a gap, fold=0 reads midnight with the offset before it, and that instant is the end of the gap.
    return datetime.combine(day, time.min, _zone(zone)).astimezone(UTC)


def add_months(anchor: date, months: int) -> date:
    """The anchor's day in the month `months` later (or earlier), or that month's last day if it is shorter.

    Count from the first anchor, not from the last result, and nothing drifts: 31 January, 28 February, 31 March.
    """
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise BadInput("date_out_of_range", "This date is outside the calendar.")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last))


def is_quiet(day: date, country: str, *, extra: frozenset[date] = _NONE) -> bool:
    """True on the country's weekend, on a public holiday there, and on the `extra` days.

    Raises BadInput for an unknown country.
    """
    return day in extra or not _holidays_of(country, day.year).is_working_day(day)


def next_contact_day(day: date, country: str, *, extra: frozenset[date] = _NONE) -> date:
    """`day` itself, or the first day after it that is not quiet."""
    while is_quiet(day, country, extra=extra):
        day += timedelta(days=1)
    return day


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):
        raise BadInput("unknown_zone", f"{name!r} is not a known time zone.") from None


# One finished calendar per year: the library's lazy growth marks a year as known before it is filled, which threads
# would see.
@lru_cache(maxsize=512)
def _holidays_of(country: str, year: int) -> holidays.HolidayBase:
    if not _COUNTRY.fullmatch(country):  # the library would take names of its own classes too
        raise BadInput("unknown_country", f"{country!r} is not a country code such as PT.")
    code, _, region = country.partition("-")
    try:
        return holidays.country_holidays(code, subdiv=region or None, years=year, expand=False)
    except NotImplementedError:
        raise BadInput("unknown_country", f"{country!r} is not a country whose holidays are known.") from None
