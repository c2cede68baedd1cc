from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.choices import MessageKind, MessageState
from saldo.correspondence.models import Message
from saldo.kernel.actors import Actor

PORTAL = "portal"

_COLUMNS = (
    *("id", "key", "kind", "channel", "state", "customer_id", "contact_id", "legal_entity_id", "language", "subject"),
    *("body_text", "about_ids", "author_name", "created_at", "body_html", "sender_name", "reply_to"),
    *("recipient_name", "recipient_email", "message_id", "sending_job", "resend_uncertain", "attempts", "problem"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """Words that a customer wrote in the portal, once under their `key`. `about_ids` are what they are about."""

    id: UUID
    key: str
    kind: MessageKind
    customer_id: UUID
    contact_id: UUID | None
    legal_entity_id: UUID
    language: str
    subject: str
    text: str
    author_name: str
    about_ids: tuple[UUID, ...] = ()


def record_inbound_messages(new: Sequence[InboundMessage], *, actor: Actor) -> list[UUID]:
    """Put what customers wrote on their timelines, as they wrote it. Returns the ids of those that are new."""
    actor.require("record_inbound_messages")
    now = current_frame().now
    written = insert_rows(
        Message,
        _COLUMNS,
        [
            (one.id, one.key, one.kind, PORTAL, MessageState.RECEIVED, one.customer_id, one.contact_id)
            + (one.legal_entity_id, one.language, one.subject[:300], one.text, list(one.about_ids))
            + (one.author_name[:200], now, "", "", "", "", "", "", "", False, 0, "")
            for one in new
        ],
        unless_exists=("tenant_id", "key"),
    )
    kept = [one for one in new if one.id in written]
    lines = [
        AuditLine("message", one.id, None, {"kind": one.kind, "customer_id": one.customer_id, "state": "received"})
        for one in kept
    ]
    record("record_inbound_messages", lines, actor=actor)
    return [one.id for one in kept]
