from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.inbox.models import InboxMessage
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor


def mark_handled(message_ids: Sequence[UUID], *, actor: Actor, problem: str = "") -> None:
    """Note that messages have been thought about, and what was wrong with them if anything was."""
    InboxMessage.objects.filter(tenant_id=actor.tenant_id, id__in=message_ids, handled_at=None).update(
        handled_at=current_frame().now, problem=problem
    )
