from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.choices import CallOutcome, MessageKind, MessageState
from saldo.correspondence.models import Message
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput

MAX_TEXT = 10_000
_EMPTY = ("sender_name", "reply_to", "recipient_email", "subject", "body_html", "message_id", "sending_job", "problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call to a customer, answered or not. `about_ids` are the documents that it was about."""

    id: UUID
    customer_id: UUID
    legal_entity_id: UUID
    outcome: CallOutcome
    language: str
    text: str = ""
    with_whom: str = ""
    about_ids: tuple[UUID, ...] = ()


def log_calls(calls: Sequence[Call], *, actor: Actor) -> int:
    """Put calls on their customers' timelines, once however often it is asked. Returns how many are new.

    Raises BadInput ("too_long") at the field "text".
    """
    actor.require("log_calls")
    if any(len(one.text) > MAX_TEXT for one in calls):
        raise BadInput("too_long", f"A note has at most {MAX_TEXT} characters.", field="text")
    now = current_frame().now
    columns = ("id", "key", "kind", "channel", "state", "customer_id", "legal_entity_id", "language", "body_text")
    written = insert_rows(
        Message,
        (*columns, "outcome", "recipient_name", "about_ids", "resend_uncertain", "attempts", "created_at")
        + ("author_name", *_EMPTY),
        [
            (one.id, f"log_call:{one.id}", MessageKind.CALL, "phone", MessageState.WRITTEN, one.customer_id)
            + (one.legal_entity_id, one.language, one.text.strip(), one.outcome, one.with_whom[:200])
            + (list(one.about_ids), False, 0, now, actor.name, *("" for _ in _EMPTY))
            for one in calls
        ],
        unless_exists=("tenant_id", "key"),
    )
    lines = [AuditLine("message", one.id, None, {"kind": "call", "outcome": one.outcome}) for one in calls]
    record("log_calls", lines if written else [], actor=actor)
    return len(written)
