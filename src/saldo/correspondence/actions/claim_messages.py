from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F

from saldo.base.events.actions import publish
from saldo.base.files.queries import get_files
from saldo.base.tenants.frame import current_frame
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.events import MessagesRefused, MessagesUncertain
from saldo.correspondence.models import Message
from saldo.correspondence.policies.back_off import next_attempt
from saldo.correspondence.policies.is_abandoned import LEASE, is_abandoned
from saldo.correspondence.queries import attachments_of, is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.spi.channel import Attachment, Mailbox, OutgoingMessage

_LEFT_BEHIND = "The sending was interrupted between handing over and writing down the answer."


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this claim alone may hand over. `claimed_at` names the claim when its outcome is recorded."""

    id: UUID
    claimed_at: datetime
    outgoing: OutgoingMessage


def claim_messages(message_ids: Sequence[UUID], *, actor: Actor) -> list[ClaimedMessage]:
    """Take those of the messages that are due: queued → sending, under lock. They are handed over outside the frame.

    A message that stands as "sending" and whose claim is too old was left by a worker that is gone: it may or may not
    have been handed over. It is taken again, under the same Message-ID, if it says so, and becomes uncertain if not.
    One whose claim is young is looked at again later. Where no mail server is set, what is due becomes held.
    """
    actor.require("claim_messages")
    now = current_frame().now
    rows = list(
        Message.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=message_ids, state__in=(MessageState.QUEUED, MessageState.SENDING))
        .order_by("id")
    )
    due = [row for row in rows if row.state == MessageState.QUEUED and _is_due(row, now)]
    if is_mail_held():
        _change(due, actor, state=MessageState.HELD)
        return []
    sending = [row for row in rows if row.state == MessageState.SENDING]
    _look_again([row for row in sending if not is_abandoned(row.claimed_at, now=now)], actor)
    due += _take_up([row for row in sending if is_abandoned(row.claimed_at, now=now)], now, actor)
    _change(due, actor, state=MessageState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return _outgoing(due, now, actor)


def _is_due(row: Message, now: datetime) -> bool:
    return row.next_attempt_at is None or row.next_attempt_at <= now


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


def _outgoing(rows: Sequence[Message], now: datetime, actor: Actor) -> list[ClaimedMessage]:
    attached = attachments_of(actor.tenant_id, [row.id for row in rows])
    ids = sorted({file_id for file_ids in attached.values() for file_id in file_ids})
    files = {one.id: one for one in get_files(actor.tenant_id, ids)} if ids else {}
    claimed, faults = [], {}
    for row in rows:
        attachments = tuple(
            Attachment(files[file_id].name, files[file_id].media_type, bytes(files[file_id].body))
            for file_id in attached.get(row.id, ())
        )
        try:
            claimed.append(ClaimedMessage(row.id, now, _message(row, attachments)))
        except BadInput as error:
            faults[row] = error.sentence
    _refuse(faults, actor)
    return claimed


def _message(row: Message, attachments: tuple[Attachment, ...]) -> OutgoingMessage:
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


def _refuse(faults: Mapping[Message, str], actor: Actor) -> None:
    """What cannot be written as mail at all, such as an attachment with a line break in its name."""
    if faults:
        ids = tuple(row.id for row in faults)
        _change(list(faults), actor, state=MessageState.REFUSED, problem="This message cannot be written as mail.")
        record_news([News(row.id, MessageEventKind.REFUSED, why) for row, why in faults.items()], actor=actor)
        publish(MessagesRefused(ids))
