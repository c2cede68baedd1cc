from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import lock_test_modes
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.models import Message
from saldo.correspondence.policies.is_abandoned import LEASE
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome

LATE = timedelta(hours=1)
"""A queued message that should have been tried so long ago has lost its job."""


def resume_messages(*, actor: Actor, limit: int = 10_000) -> Outcome[UUID]:
    """Take up what waits and is carried by no job: mail held until a mail server was set, what a killed worker left,
    what lost its job. Done are the messages whose jobs were asked for; run again it changes nothing of them.

    Does nothing while no mail server is set, nor with what is held because its issuer is in test mode.
    """
    actor.require("resume_messages")
    if is_mail_held():
        return Outcome()
    now = current_frame().now
    waiting = Message.objects.select_for_update(skip_locked=True).filter(tenant_id=actor.tenant_id)
    silent = [entity_id for entity_id, address in lock_test_modes(actor.tenant_id).items() if not address]
    spoken = waiting.filter(state=MessageState.HELD).exclude(legal_entity_id__in=silent)
    held = list(spoken.order_by("created_at", "id")[:limit])
    late = list(
        waiting.filter(state=MessageState.QUEUED, next_attempt_at__lte=now - LATE).order_by("next_attempt_at")[:limit]
    )
    left = list(waiting.filter(state=MessageState.SENDING, claimed_at__lte=now - LEASE).order_by("claimed_at")[:limit])
    _queue([*held, *late], actor)
    record_news([News(row.id, MessageEventKind.RELEASED) for row in held], actor=actor)
    rows = [*held, *late, *left]
    defer_sending([Sending(row.id, row.sending_job) for row in rows], run_at=None, actor=actor)
    return Outcome(done=[row.id for row in rows])


def _queue(rows: Sequence[Message], actor: Actor) -> None:
    if rows:
        found = Message.objects.filter(tenant_id=actor.tenant_id, id__in=[row.id for row in rows])
        found.update(state=MessageState.QUEUED, next_attempt_at=current_frame().now)
