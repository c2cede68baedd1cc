from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from saldo.base.tenants.writer import update_rows
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.models import Message
from saldo.kernel.actors import Actor


def postpone_messages(until: Mapping[UUID, tuple[datetime, str]], *, actor: Actor) -> None:
    """Let queued messages wait until an instant, for a reason. Messages in any other state are left alone."""
    actor.require("postpone_messages")
    rows = list(
        Message.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(until), state=MessageState.QUEUED)
        .order_by("id")
    )
    update_rows(
        Message,
        ("id", "next_attempt_at", "problem"),
        [(row.id, until[row.id][0], until[row.id][1][:300]) for row in rows],
    )
    for instant in {until[row.id][0] for row in rows}:
        waiting = [Sending(row.id, row.sending_job) for row in rows if until[row.id][0] == instant]
        defer_sending(waiting, run_at=instant, actor=actor)
    record_news([News(row.id, MessageEventKind.POSTPONED, until[row.id][1]) for row in rows], actor=actor)
