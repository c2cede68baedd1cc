"""Which clock the edges read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from saldo.kernel.clock import Clock


class ShiftedClock:
    """The system's clock, moved by whole days so that the day on which it was made is `today`."""

    def __init__(self, today: date) -> None:
        self.shift = timedelta(days=(today - datetime.now(UTC).date()).days)

    def now(self) -> datetime:
        """The moved instant, in UTC."""
        return datetime.now(UTC) + self.shift


def clock_for(today: str) -> Clock | None:
    """`SALDO_TODAY` (ISO date) as a clock; None, when it is not set, means the database's own time."""
    return ShiftedClock(date.fromisoformat(today)) if today else None
