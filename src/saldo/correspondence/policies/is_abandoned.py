"""Was a message that stands as "being sent" left behind by a worker that is gone?"""

from __future__ import annotations

from datetime import datetime, timedelta

LEASE = timedelta(minutes=10)
"""Longer than any single hand-over: a channel gives up well before (its time limits are under a minute a step)."""


def is_abandoned(claimed_at: datetime | None, *, now: datetime) -> bool:
    """Whether its claim is so old that nobody can still be handing it over."""
    return claimed_at is None or now >= claimed_at + LEASE
