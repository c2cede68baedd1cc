"""How long does the link of an invitation open something?"""

from __future__ import annotations

from datetime import datetime, timedelta

VALID_FOR = timedelta(days=7)


def is_expired(invited_at: datetime, *, now: datetime) -> bool:
    """Whether a week has passed since the person was invited."""
    return now - invited_at > VALID_FOR
