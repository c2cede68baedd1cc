"""What came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from saldo.base.inbox.models import InboxMessage, KeptAnswer
from saldo.kernel.errors import NotFound


def waiting_messages(tenant_id: UUID, message_ids: Sequence[UUID]) -> list[InboxMessage]:
    """Those of the messages that nobody has handled, locked, in the order in which they came."""
    return list(
        InboxMessage.objects.select_for_update()
        .filter(tenant_id=tenant_id, id__in=message_ids, handled_at=None)
        .order_by("received_at", "id")
    )


def get_message(tenant_id: UUID, message_id: UUID) -> InboxMessage:
    """One thing that came in, with its bytes. Raises NotFound."""
    found = InboxMessage.objects.filter(tenant_id=tenant_id, id=message_id).first()
    if found is None:
        raise NotFound()
    return found


def latest_received(tenant_id: UUID, sources: Sequence[str]) -> datetime | None:
    """When something last came in from one of the sources; None when nothing ever did."""
    latest: datetime | None = InboxMessage.objects.filter(tenant_id=tenant_id, source__in=sources).aggregate(
        latest=Max("received_at")
    )["latest"]
    return latest


def find_answer(tenant_id: UUID, caller_id: UUID, key: str) -> KeptAnswer | None:
    """The answer kept for a caller's key."""
    return KeptAnswer.objects.filter(tenant_id=tenant_id, caller_id=caller_id, key=key).first()
