"""What was written to and fro about one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from saldo.correspondence.choices import INBOUND, MessageKind, MessageState
from saldo.correspondence.models import Message

_FIELDS = ("id", "kind", "state", "subject", "body_text", "author_name", "sender_name", "created_at")


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A message of a thread. Who wrote it is `author_name` where it came from a customer, else `sender_name`."""

    id: UUID
    kind: MessageKind
    state: MessageState
    subject: str
    text: str
    author_name: str
    sender_name: str
    created_at: datetime

    @property
    def is_inbound(self) -> bool:
        """A customer wrote it."""
        return self.kind in INBOUND


def texts_about(tenant_id: UUID, about_id: UUID, *, customer_id: UUID) -> list[ThreadMessage]:
    """Messages about one thing with their words, oldest first. One query; the timeline's index is by customer."""
    return threads_about(tenant_id, [about_id], customer_id=customer_id)[about_id]


def threads_about(tenant_id: UUID, about_ids: Sequence[UUID], *, customer_id: UUID) -> dict[UUID, list[ThreadMessage]]:
    """The same for several things of one customer. One query."""
    threads: dict[UUID, list[ThreadMessage]] = {one: [] for one in about_ids}
    if not about_ids:
        return threads
    rows = Message.objects.filter(tenant_id=tenant_id, customer_id=customer_id, about_ids__overlap=list(about_ids))
    for row in rows.order_by("created_at", "id").values(*_FIELDS, "about_ids"):
        message = ThreadMessage(
            id=row["id"],
            kind=MessageKind(row["kind"]),
            state=MessageState(row["state"]),
            subject=row["subject"],
            text=row["body_text"],
            author_name=row["author_name"],
            sender_name=row["sender_name"],
            created_at=row["created_at"],
        )
        for about_id in set(row["about_ids"]) & threads.keys():
            threads[about_id].append(message)
    return threads
