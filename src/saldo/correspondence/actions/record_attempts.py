from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import AttemptResult, MessageEventKind, MessageState
from saldo.correspondence.events import MessagesAccepted, MessagesRefused, MessagesUncertain
from saldo.correspondence.models import Message
from saldo.correspondence.policies.back_off import next_attempt
from saldo.correspondence.policies.next_state import after_attempt
from saldo.kernel.actors import Actor

_NEWS = {
    AttemptResult.ACCEPTED: MessageEventKind.ACCEPTED,
    AttemptResult.REFUSED: MessageEventKind.REFUSED,
    AttemptResult.POSTPONED: MessageEventKind.POSTPONED,
    AttemptResult.UNCERTAIN: MessageEventKind.UNCERTAIN,
}
_EVENTS: Mapping[str, type[MessagesAccepted | MessagesRefused | MessagesUncertain]] = {
    MessageState.ACCEPTED: MessagesAccepted,
    MessageState.REFUSED: MessagesRefused,
    MessageState.UNCERTAIN: MessagesUncertain,
}

_ACCEPT = """
    WITH own AS (
        SELECT message.id
        FROM unnest(%s::uuid[], %s::timestamptz[]) AS attempt (id, claimed_at)
        JOIN correspondence_message AS message ON message.tenant_id = %s AND message.id = attempt.id
        WHERE message.state = 'sending' AND message.claimed_at = attempt.claimed_at AND message.accepted_at IS NULL
        ORDER BY message.id FOR UPDATE OF message
    )
    UPDATE correspondence_message AS message
    SET state = 'accepted', accepted_at = %s, problem = '', next_attempt_at = NULL
    FROM own WHERE message.tenant_id = %s AND message.id = own.id
    RETURNING message.id
"""


class Attempt(NamedTuple):
    """What handing over a claimed message came to. `detail` is the other side's wording, for people."""

    message_id: UUID
    claimed_at: datetime
    result: AttemptResult
    detail: str = ""


def record_attempts(attempts: Sequence[Attempt], *, actor: Actor) -> None:
    """Write down what hand-overs came to, and ask for the next attempt of what was not taken, with back-off.

    An answer that comes after the claim was given up still counts if it is "accepted". After the last attempt a
    message that was never taken is refused, and one whose answers were lost stays uncertain.
    """
    actor.require("record_attempts")
    accepted = _record_accepted([one for one in attempts if one.result is AttemptResult.ACCEPTED], actor)
    _record_others({one.message_id: one for one in attempts if one.message_id not in accepted}, actor)
    known = {one.message_id: one for one in attempts}
    record_news([News(one.message_id, _NEWS[one.result], one.detail) for one in known.values()], actor=actor)


def _record_accepted(attempts: Sequence[Attempt], actor: Actor) -> set[UUID]:
    """What nearly always happens, in one statement: taken under the claim that still stands."""
    if not attempts:
        return set()
    ids, claims = [one.message_id for one in attempts], [one.claimed_at for one in attempts]
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT, [ids, claims, actor.tenant_id, current_frame().now, actor.tenant_id])
        accepted = {row[0] for row in cursor.fetchall()}
    if accepted:
        publish(MessagesAccepted(tuple(sorted(accepted))))
    return accepted


def _record_others(attempts: Mapping[UUID, Attempt], actor: Actor) -> None:
    if not attempts:
        return
    rows = list(
        Message.objects.select_for_update()
        .defer("body_text", "body_html")
        .filter(tenant_id=actor.tenant_id, id__in=list(attempts))
        .order_by("id")
    )
    changes: defaultdict[tuple[tuple[str, Any], ...], list[Message]] = defaultdict(list)
    for row in rows:
        changes[tuple(_values(row, attempts[row.id]).items())].append(row)
    for values, changed in changes.items():  # one statement per distinct change, of which there are few
        if values:
            _apply(dict(values), changed, actor)


def _values(row: Message, attempt: Attempt) -> dict[str, Any]:
    """The columns that an attempt changes; nothing when it came too late to matter."""
    now, result = current_frame().now, attempt.result
    state = after_attempt(MessageState(row.state), result, is_own_claim=row.claimed_at == attempt.claimed_at)
    if result is AttemptResult.ACCEPTED:
        values: dict[str, Any] = {} if row.accepted_at else {"accepted_at": now}
        return values | ({"state": state, "problem": "", "next_attempt_at": None} if state else {})
    if state is None:
        return {}
    if result is AttemptResult.POSTPONED or (result is AttemptResult.UNCERTAIN and row.resend_uncertain):
        again = next_attempt(row.attempts, now=now)
        if again is not None:
            return {"state": MessageState.QUEUED, "next_attempt_at": again, "problem": attempt.detail[:300]}
        state = MessageState.REFUSED if result is AttemptResult.POSTPONED else MessageState.UNCERTAIN
    return {"state": state, "next_attempt_at": None, "problem": attempt.detail[:300]}


def _apply(values: dict[str, Any], rows: Sequence[Message], actor: Actor) -> None:
    ids = tuple(row.id for row in rows)
    Message.objects.filter(tenant_id=actor.tenant_id, id__in=ids).update(**values)
    if values.get("state") == MessageState.QUEUED:
        sendings = [Sending(row.id, row.sending_job) for row in rows]
        defer_sending(sendings, run_at=values["next_attempt_at"], actor=actor)
    elif event := _EVENTS.get(values.get("state", "")):
        publish(event(ids))
