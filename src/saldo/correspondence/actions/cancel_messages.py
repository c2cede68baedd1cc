from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.writer import update_rows
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.events import MessagesCancelled
from saldo.correspondence.models import Message
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

_STOPPABLE = (MessageState.HELD, MessageState.QUEUED)


def cancel_messages(reasons: Mapping[UUID, str], *, actor: Actor) -> Outcome[UUID]:
    """Do not send messages that are waiting, each for its reason.

    Unchanged: cancelled already. Refused: "not_found"; "too_late" for what is being sent or was.
    """
    actor.require("cancel_messages")
    rows = {
        row.id: row
        for row in Message.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(reasons))
        .order_by("id")
    }
    outcome: Outcome[UUID] = Outcome()
    for message_id in reasons:
        row = rows.get(message_id)
        if row is None:
            outcome.refused.append(Refusal(message_id, "not_found", "There is no such message."))
        elif row.state == MessageState.CANCELLED:
            outcome.unchanged.append(message_id)
        elif row.state in _STOPPABLE:
            outcome.done.append(message_id)
        else:
            outcome.refused.append(Refusal(message_id, "too_late", "This message is being sent or has been."))
    if outcome.done:
        _cancel({message_id: reasons[message_id] for message_id in outcome.done}, rows, actor)
    return outcome


def _cancel(reasons: Mapping[UUID, str], rows: Mapping[UUID, Message], actor: Actor) -> None:
    update_rows(
        Message,
        ("id", "state", "problem", "next_attempt_at"),
        [(message_id, MessageState.CANCELLED, reason[:300], None) for message_id, reason in reasons.items()],
    )
    record_news([News(one, MessageEventKind.CANCELLED, why) for one, why in reasons.items()], actor=actor)
    after = {"state": MessageState.CANCELLED}
    lines = [
        AuditLine("message", one, {"state": rows[one].state}, after | {"problem": why}) for one, why in reasons.items()
    ]
    record("cancel_messages", lines, actor=actor)
    publish(MessagesCancelled(tuple(reasons)))
