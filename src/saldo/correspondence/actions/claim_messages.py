from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, Q

from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import lock_test_modes
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.events import MessagesRefused, MessagesUncertain
from saldo.correspondence.models import Message
from saldo.correspondence.policies.back_off import next_attempt
from saldo.correspondence.policies.is_abandoned import LEASE, is_abandoned
from saldo.correspondence.queries import attachments, is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.spi.channel import Attachment, Mailbox, OutgoingMessage

TEST_PREFIX = "[TEST] "
"""Begins the subject of what is redirected."""

_HELD_BY_TEST = "Test mode: this would have gone to the customer."
_LEFT_BEHIND = "The sending was interrupted between handing over and writing down the answer."


class _Row(NamedTuple):
    """What is handed over of a message."""

    id: UUID
    message_id: str
    sender_name: str
    recipient_name: str
    recipient_email: str
    reply_to: str
    subject: str
    body_text: str
    body_html: str
    legal_entity_id: UUID


# Nearly every claim in one statement, since it is made once for every mail of the night.
_CLAIM_DUE = f"""
    WITH due AS (
        SELECT id FROM correspondence_message
        WHERE tenant_id = %s AND id = ANY(%s) AND state = 'queued'
            AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
        ORDER BY id FOR UPDATE
    )
    UPDATE correspondence_message AS message
    SET state = 'sending', claimed_at = %s, attempts = attempts + 1
    FROM due WHERE message.tenant_id = %s AND message.id = due.id
    RETURNING {", ".join(f"message.{name}" for name in _Row._fields)}
"""  # noqa: S608 - the names are those of the tuple above


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this claim alone may hand over. `claimed_at` names the claim when its outcome is recorded."""

    id: UUID
    claimed_at: datetime
    outgoing: OutgoingMessage


Attached = Mapping[UUID, tuple[Attachment, ...]]


def claim_messages(
    message_ids: Sequence[UUID], *, actor: Actor, attached: Attached | None = None
) -> list[ClaimedMessage]:
    """Take those of the messages that are due: queued → sending, under lock. They are handed over outside the frame.

    A message that stands as "sending" and whose claim is too old was left by a worker that is gone: it may or may not
    have been handed over. It is taken again, under the same Message-ID, if it says so, and becomes uncertain if not.
    One whose claim is young is looked at again later. Where no mail server is set, what is due becomes held.
    `attached` are the messages' attachments where the caller has read them already.

    What an issuer in test mode sends goes to its test address, or is held where there is none; nobody can switch the
    mode between this question and the commit of the claim.
    """
    actor.require("claim_messages")
    now = current_frame().now
    modes = lock_test_modes(actor.tenant_id)
    if is_mail_held():
        due = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
        _change(_lock(message_ids, actor, due, state=MessageState.QUEUED), actor, state=MessageState.HELD)
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_DUE, [actor.tenant_id, list(message_ids), now, now, actor.tenant_id])
        rows = [_Row(*row) for row in cursor.fetchall()]
    claimed = {row.id for row in rows}
    if others := [one for one in message_ids if one not in claimed]:
        rows += _claim_abandoned(others, now, actor)
    rows = _turned_aside(rows, modes, actor) if modes else rows
    if attached is None:
        attached = attachments(actor.tenant_id, [row.id for row in rows])
    return _outgoing(sorted(rows), now, actor, attached)


def _turned_aside(rows: Sequence[_Row], modes: Mapping[UUID, str], actor: Actor) -> list[_Row]:
    """The rows as they may leave: those in test mode with another recipient, without those that are held for it."""
    held = [row for row in rows if modes.get(row.legal_entity_id) == ""]
    known = Message.objects.filter(tenant_id=actor.tenant_id)
    if held:
        known.filter(id__in=[row.id for row in held]).update(state=MessageState.HELD, problem=_HELD_BY_TEST)
    for legal_entity_id, address in modes.items():
        if aside := [row.id for row in rows if address and row.legal_entity_id == legal_entity_id]:
            known.filter(id__in=aside).update(redirected_to=address)
    return [
        row._replace(recipient_email=modes[row.legal_entity_id], subject=TEST_PREFIX + row.subject)
        if row.legal_entity_id in modes
        else row
        for row in rows
        if row not in held
    ]


def _claim_abandoned(message_ids: Sequence[UUID], now: datetime, actor: Actor) -> list[_Row]:
    sending = _lock(message_ids, actor, state=MessageState.SENDING)
    _look_again([row for row in sending if not is_abandoned(row.claimed_at, now=now)], actor)
    again = _take_up([row for row in sending if is_abandoned(row.claimed_at, now=now)], now, actor)
    _change(again, actor, claimed_at=now, attempts=F("attempts") + 1)
    return [_Row(*(getattr(row, name) for name in _Row._fields)) for row in again]


def _lock(message_ids: Sequence[UUID], actor: Actor, *conditions: Q, **values: object) -> list[Message]:
    rows = Message.objects.select_for_update().filter(tenant_id=actor.tenant_id, id__in=message_ids)
    return list(rows.filter(*conditions, **values).order_by("id"))


def _change(rows: Sequence[Message], actor: Actor, **values: object) -> None:
    if rows:
        Message.objects.filter(tenant_id=actor.tenant_id, id__in=[row.id for row in rows]).update(**values)


def _look_again(rows: Sequence[Message], actor: Actor) -> None:
    if rows:
        last = max(row.claimed_at for row in rows if row.claimed_at)
        defer_sending([Sending(row.id, row.sending_job) for row in rows], run_at=last + LEASE, actor=actor)


def _take_up(rows: Sequence[Message], now: datetime, actor: Actor) -> list[Message]:
    """Those that may be sent again; the others become uncertain."""
    record_news([News(row.id, MessageEventKind.UNCERTAIN, _LEFT_BEHIND) for row in rows], actor=actor)
    again = [row for row in rows if row.resend_uncertain and next_attempt(row.attempts, now=now)]
    lost = [row for row in rows if row not in again]
    if lost:
        _change(lost, actor, state=MessageState.UNCERTAIN, problem=_LEFT_BEHIND)
        publish(MessagesUncertain(tuple(row.id for row in lost)))
    return again


def _outgoing(rows: Sequence[_Row], now: datetime, actor: Actor, attached: Attached) -> list[ClaimedMessage]:
    claimed, faults = [], {}
    for row in rows:
        try:
            claimed.append(ClaimedMessage(row.id, now, _message(row, attached.get(row.id, ()))))
        except BadInput as error:
            faults[row.id] = error.sentence
    _refuse(faults, actor)
    return claimed


def _message(row: _Row, attachments: tuple[Attachment, ...]) -> OutgoingMessage:
    return OutgoingMessage(
        message_id=row.message_id,
        sender=Mailbox(row.sender_name, settings.SALDO_SENDER),
        recipients=(Mailbox(row.recipient_name, row.recipient_email),),
        subject=row.subject,
        text=row.body_text,
        html=row.body_html or None,
        reply_to=Mailbox(row.sender_name, row.reply_to) if row.reply_to else None,
        attachments=attachments,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _refuse(faults: Mapping[UUID, str], actor: Actor) -> None:
    """What cannot be written as mail at all, such as an attachment with a line break in its name."""
    if faults:
        rows = Message.objects.filter(tenant_id=actor.tenant_id, id__in=list(faults))
        rows.update(state=MessageState.REFUSED, problem="This message cannot be written as mail.")
        record_news([News(one, MessageEventKind.REFUSED, why) for one, why in faults.items()], actor=actor)
        publish(MessagesRefused(tuple(faults)))
