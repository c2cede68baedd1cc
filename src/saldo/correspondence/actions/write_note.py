from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.choices import MessageKind, MessageState
from saldo.correspondence.models import Message
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput

MAX_NOTE = 10_000


def write_note(customer_id: UUID, *, note_id: UUID, text: str, actor: Actor, about_ids: tuple[UUID, ...] = ()) -> UUID:
    """Put a note on a customer's timeline and return its id, once however often it is asked. It never leaves the house.

    Raises BadInput ("empty", "too_long") at the field "text".
    """
    actor.require("write_note")
    tidy = text.strip()
    if not tidy:
        raise BadInput("empty", "Write something first.", field="text")
    if len(tidy) > MAX_NOTE:
        raise BadInput("too_long", f"A note has at most {MAX_NOTE} characters.", field="text")
    now = current_frame().now
    entity = list_legal_entities(actor.tenant_id)[0]
    written = insert_rows(
        Message,
        ("id", "key", "kind", "channel", "state", "customer_id", "legal_entity_id", "language", "body_text")
        + ("sender_name", "reply_to", "recipient_name", "recipient_email", "subject", "body_html", "message_id")
        + ("about_ids", "sending_job", "resend_uncertain", "attempts", "created_at", "problem", "author_name"),
        [
            (note_id, f"write_note:{note_id}", MessageKind.NOTE, "note", MessageState.WRITTEN, customer_id, entity.id)
            + (entity.language, tidy, "", "", "", "", "", "", "", list(about_ids), "", False, 0, now, "", actor.name)
        ],
        unless_exists=("tenant_id", "key"),
    )
    if written:
        record("write_note", [AuditLine("message", note_id, None, {"customer_id": customer_id})], actor=actor)
    return note_id
