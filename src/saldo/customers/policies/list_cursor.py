"""Where a list of customers goes on: the sort key and id of the last one shown, as text that says nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from saldo.kernel.errors import BadInput

_START = ("", UUID(int=0))


def write_cursor(sort_key: str, customer_id: UUID) -> str:
    """Text that is safe in a URL."""
    return urlsafe_b64encode(json.dumps([sort_key, customer_id.hex]).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> tuple[str, UUID]:
    """Sort key and id; before everything where there is no cursor. Raises BadInput ("bad_cursor")."""
    if not cursor:
        return _START
    try:
        sort_key, hex_id = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(sort_key, str) or "\0" in sort_key:
            raise ValueError
        return sort_key, UUID(hex_id)
    except (ValueError, TypeError, AttributeError):
        raise BadInput("bad_cursor", "This page of the list cannot be found; start again.", field="cursor") from None
