"""Where the trail goes on: the instant and id of the last record shown, as text that says nothing."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from saldo.kernel.errors import BadInput


def write_cursor(recorded_at: datetime, record_id: UUID) -> str:
    """Text that is safe in a URL."""
    return urlsafe_b64encode(f"{recorded_at.isoformat()}|{record_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Instant and id. Raises BadInput ("bad_cursor")."""
    try:
        at, _sign, record_id = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError
        return instant, UUID(record_id)
    except ValueError:
        raise BadInput("bad_cursor", "This page of the list cannot be found; start again.", field="cursor") from None
