from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from saldo.base.inbox.models import InboxMessage
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.references import new_id


def receive_message(*, source: str, external_id: str, headers: Mapping[str, str], body: bytes) -> UUID | None:
    """Store what came in, once. Returns its id, or None where the same thing from the same source is stored already.

    There is no actor: whoever sends has been verified by the edge, and nothing is believed yet.
    """
    message_id = new_id()
    inserted = insert_rows(
        InboxMessage,
        ("id", "source", "external_id", "received_at", "headers", "body", "problem"),
        [(message_id, source, external_id, current_frame().now, json.dumps(dict(headers)), body, "")],
        unless_exists=("tenant_id", "source", "external_id"),
    )
    return message_id if inserted else None
