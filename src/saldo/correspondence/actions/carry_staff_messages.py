from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from saldo.base.tenants.frame import current_frame, frame
from saldo.correspondence.choices import MessageState
from saldo.correspondence.documents.staff_mail import render_staff_mail
from saldo.correspondence.models import StaffMessage
from saldo.correspondence.queries import get_mail_channel
from saldo.kernel.actors import Actor
from saldo.kernel.errors import PluginError
from saldo.spi.channel import DELIVERY_UNCERTAIN, Mailbox, OutgoingMessage, Receipt


def carry_staff_messages(message_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Hand mails to people of the house to the mail server, one after the other.

    Needs no frame and opens short ones around each hand-over. A mail that was interrupted goes out again under the same
    Message-ID: a second copy of a link does no harm. Raises PluginError where the server cannot be reached, so that the
    job tries again later.
    """
    actor.require("carry_staff_messages")
    for message_id in message_ids:
        with frame(actor.tenant_id):
            outgoing = _claim(message_id, actor)
        mail = get_mail_channel()
        if outgoing is None or mail is None:
            continue
        try:
            receipt = mail.channel.send(outgoing, mail.config)
        except PluginError as error:
            if not error.permanent:
                raise
            lost = error.code == DELIVERY_UNCERTAIN
            state = MessageState.UNCERTAIN if lost else MessageState.REFUSED
            _write_down(message_id, state, actor, problem=error.sentence)
            continue
        _write_down(message_id, _state_of(receipt), actor)


def _state_of(receipt: Receipt) -> MessageState:
    return MessageState.ACCEPTED if receipt.accepted else MessageState.REFUSED


def _claim(message_id: UUID, actor: Actor) -> OutgoingMessage | None:
    """The mail as it goes out now; None where it has left already, or what it is about does not stand any more."""
    waiting = (MessageState.QUEUED, MessageState.SENDING)
    rows = StaffMessage.objects.select_for_update().filter(tenant_id=actor.tenant_id, id=message_id, state__in=waiting)
    message = rows.first()
    if message is None:
        return None
    mail = render_staff_mail(message, on=current_frame().now)
    message.state = MessageState.CANCELLED if mail is None else MessageState.SENDING
    message.attempts += 1
    message.save(update_fields=["state", "attempts"])
    if mail is None:
        return None
    domain = settings.SALDO_SENDER.rpartition("@")[2] or "localhost"
    return OutgoingMessage(
        message_id=f"<{message.id}@{domain}>",
        sender=Mailbox(mail.sender_name, settings.SALDO_SENDER),
        recipients=(Mailbox(mail.recipient_name, message.recipient_email),),
        subject=mail.rendered.subject,
        text=mail.rendered.text,
        html=mail.rendered.html,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _write_down(message_id: UUID, state: MessageState, actor: Actor, *, problem: str = "") -> None:
    with frame(actor.tenant_id):
        accepted_at = current_frame().now if state is MessageState.ACCEPTED else None
        StaffMessage.objects.filter(tenant_id=actor.tenant_id, id=message_id).update(
            state=state, accepted_at=accepted_at, problem=problem[:300]
        )
