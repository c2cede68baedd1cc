from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.events import MessagesQueued
from saldo.correspondence.models import Message
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

_AGAIN = (MessageState.QUEUED, MessageState.REFUSED, MessageState.UNCERTAIN)


def retry_messages(message_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Try again now, under the same Message-ID, and with the whole back-off ahead of it.

    For what waits for its next attempt, was refused, or is uncertain and a person has decided. Refused: "not_found";
    "not_waiting" for any other state: a message that bounced is sent anew to the corrected address.
    """
    actor.require("retry_messages")
    rows = {
        row.id: row
        for row in Message.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=message_ids)
        .order_by("id")
    }
    outcome: Outcome[UUID] = Outcome()
    for message_id in message_ids:
        row = rows.get(message_id)
        if row is None:
            outcome.refused.append(Refusal(message_id, "not_found", "There is no such message."))
        elif row.state in _AGAIN:
            outcome.done.append(message_id)
        elif row.state == MessageState.HELD:
            outcome.unchanged.append(message_id)
        else:
            outcome.refused.append(Refusal(message_id, "not_waiting", "This message is not waiting to be sent."))
    if outcome.done:
        _queue([rows[message_id] for message_id in outcome.done], actor)
    return outcome


def _queue(rows: Sequence[Message], actor: Actor) -> None:
    state = MessageState.HELD if is_mail_held() else MessageState.QUEUED
    ids = tuple(row.id for row in rows)
    values = {"state": state, "attempts": 0, "next_attempt_at": current_frame().now, "problem": ""}
    Message.objects.filter(tenant_id=actor.tenant_id, id__in=ids).update(**values)
    record_news([News(row.id, MessageEventKind.RETRIED, actor.name) for row in rows], actor=actor)
    record(
        "retry_messages",
        [AuditLine("message", row.id, {"state": row.state}, {"state": state}) for row in rows],
        actor=actor,
    )
    publish(MessagesQueued(ids))
    if state is MessageState.QUEUED:
        defer_sending([Sending(row.id, row.sending_job) for row in rows], run_at=None, actor=actor)
