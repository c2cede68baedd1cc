"""The instant that a report's address names."""

from __future__ import annotations

from datetime import datetime

from saldo.kernel.errors import BadInput
from saldo.ledger.queries import known_horizon


def read_known_at(text: str) -> datetime | None:
    """An instant that the ledger can answer for; the future is not known yet. Raises BadInput."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadInput("bad_instant", "This is no instant.", field="known_at") from None
    if instant.tzinfo is None:
        raise BadInput("bad_instant", "An instant needs a time zone.", field="known_at")
    return min(instant, known_horizon())
