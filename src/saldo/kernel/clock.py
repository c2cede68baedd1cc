"""What time it is, as a value that can be passed.

Only edges hold a clock; they read it once and pass the instant on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from saldo.kernel.errors import BadInput


class Clock(Protocol):
    """Anything that can tell the instant."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests, stories and a demo with a date of its own."""

    def __init__(self, instant: datetime) -> None:
        self._instant = _utc(instant)

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        """Move to the instant, forwards or backwards. Raises BadInput for a naive one."""
        self._instant = _utc(instant)

    def advance(
        self, days: float = 0, *, weeks: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0,
        milliseconds: float = 0, microseconds: float = 0,
    ) -> None:  # fmt: skip
        """Move on by elapsed time; a day is 24 hours, also where the local clock changes."""
        self._instant += timedelta(
            days=days, weeks=weeks, hours=hours, minutes=minutes, seconds=seconds,
            milliseconds=milliseconds, microseconds=microseconds,
        )  # fmt: skip


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise BadInput("naive_instant", "An instant needs a time zone.")
    return instant.astimezone(UTC)
