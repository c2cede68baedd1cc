from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.choices import MessageKind, MessageState
from saldo.correspondence.models import Message, MessageAttachment
from saldo.correspondence.policies.check_message import check_message
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id

SENDING_JOB = "correspondence.send"

_COLUMNS = (
    *("id", "key", "kind", "channel", "state", "customer_id", "contact_id", "legal_entity_id", "language"),
    *("sender_name", "reply_to", "recipient_name", "recipient_email", "subject", "body_text", "body_html"),
    *("message_id", "about_ids", "sending_job", "resend_uncertain", "attempts", "created_at", "next_attempt_at"),
    *("problem", "author_name"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be sent once, whatever happens: `key` is made before the first try.

    `about_ids` are the documents it is about, `attachments` ids of kept files. `sending_job` is the job that claims
    and carries it; a context with conditions of its own names its own job, which calls `carry_messages` with a check.
    `resend_uncertain`: whether a second copy does less harm than none when the answer was lost.
    """

    id: UUID
    key: str
    kind: MessageKind
    customer_id: UUID
    contact_id: UUID | None
    legal_entity_id: UUID
    language: str
    subject: str
    body_text: str
    body_html: str
    recipient_name: str
    recipient_email: str
    reply_to: str = ""
    sender_name: str = ""
    about_ids: tuple[UUID, ...] = ()
    attachments: tuple[UUID, ...] = ()
    sending_job: str = SENDING_JOB
    resend_uncertain: bool = False


def send_messages(new: Sequence[NewMessage], *, actor: Actor) -> Outcome[UUID]:
    """Queue messages; a job sends them after commit. Where no mail server is set they are held.

    `done` are the ids of messages written, `unchanged` the ids that stand under a key already. Refused, by the new
    message's id: "no_address", "bad_header" (a line break in a name or the subject), "empty".
    """
    actor.require("send_messages")
    outcome: Outcome[UUID] = Outcome()
    standing = _standing(actor.tenant_id, [one.key for one in new])
    fresh: dict[str, NewMessage] = {}
    for one in new:
        fault = check_message(
            recipient=one.recipient_email,
            subject=one.subject,
            body=one.body_text,
            names=(one.recipient_name, one.sender_name, one.reply_to),
        )
        if one.key in standing or one.key in fresh:
            outcome.unchanged.append(standing.get(one.key) or fresh[one.key].id)
        elif fault is not None:
            outcome.refused.append(Refusal(one.id, fault.code, fault.sentence))
        else:
            fresh[one.key] = one
    if fresh:
        _write(list(fresh.values()), outcome, actor)
    return outcome


def _standing(tenant_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    return dict(Message.objects.filter(tenant_id=tenant_id, key__in=keys).values_list("key", "id"))


def _write(new: Sequence[NewMessage], outcome: Outcome[UUID], actor: Actor) -> None:
    state = MessageState.HELD if is_mail_held() else MessageState.QUEUED
    rows = [_row(one, state, actor) for one in new]
    written = insert_rows(Message, _COLUMNS, rows, unless_exists=("tenant_id", "key"))
    sent = [one for one in new if one.id in written]
    if len(sent) < len(new):  # another transaction was first
        standing = _standing(actor.tenant_id, [one.key for one in new if one.id not in written])
        outcome.unchanged += standing.values()
    outcome.done += [one.id for one in sent]
    insert_rows(
        MessageAttachment,
        ("id", "message_id", "file_id", "position"),
        [(new_id(), one.id, file_id, place) for one in sent for place, file_id in enumerate(one.attachments, 1)],
    )
    if state is MessageState.QUEUED:
        defer_sending([Sending(one.id, one.sending_job) for one in sent], run_at=None, actor=actor)
    after = [{"kind": one.kind, "customer_id": one.customer_id, "state": state} for one in sent]
    lines = [AuditLine("message", one.id, None, values) for one, values in zip(sent, after, strict=True)]
    record("send_messages", lines, actor=actor)


def _row(new: NewMessage, state: MessageState, actor: Actor) -> tuple[object, ...]:
    now = current_frame().now
    return (
        *(new.id, new.key, new.kind, "email", state, new.customer_id, new.contact_id, new.legal_entity_id),
        *(new.language, new.sender_name, new.reply_to, new.recipient_name, new.recipient_email, new.subject),
        *(new.body_text, new.body_html, _message_id(new.id), list(new.about_ids), new.sending_job),
        *(new.resend_uncertain, 0, now, now, "", actor.name),
    )


def _message_id(message_id: UUID) -> str:
    """RFC 5322: the same on every try, so that a second copy is recognised as one."""
    domain = settings.SALDO_SENDER.rpartition("@")[2] or "localhost"
    return f"<{message_id}@{domain}>"
