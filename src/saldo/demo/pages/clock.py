"""The calendar of the demo's machines: real time, or real time moved to another day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


class MachineClock:
    """The system's clock; with `today`, moved by whole days so that the day of making is that day."""

    def __init__(self, today: date | None = None) -> None:
        real = datetime.now(UTC)
        self._shift = timedelta(days=(today - real.date()).days) if today else timedelta(0)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC) + self._shift
