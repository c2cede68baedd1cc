"""When is a message that the mail server did not take tried again?"""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20)),
    *(timedelta(hours=1), timedelta(hours=3), timedelta(hours=6)),
    *(timedelta(hours=12), timedelta(hours=24), timedelta(hours=24)),
)
"""After the first, second, … attempt: nearly three days, within the four to five that RFC 5321 4.5.4.1 lets a server
keep trying, since after that an invoice needs a person.
"""


def next_attempt(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after so many attempts (at least one); None when that was the last."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
