from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.choices import MessageEventKind
from saldo.correspondence.models import MessageEvent
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


class News(NamedTuple):
    """What became known about a message; `occurred_at` None is the frame's instant."""

    message_id: UUID
    kind: MessageEventKind
    detail: str = ""
    occurred_at: datetime | None = None


def record_news(news: Sequence[News], *, actor: Actor) -> None:
    """Add to the messages' history, which nothing takes away from. The messages are locked by the caller."""
    now = current_frame().now
    insert_rows(
        MessageEvent,
        ("id", "message_id", "kind", "occurred_at", "detail"),
        [(new_id(), one.message_id, one.kind, one.occurred_at or now, one.detail[:300]) for one in news],
    )
