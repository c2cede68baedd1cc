from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.jobs import defer
from saldo.base.people.queries import email_of
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.correspondence.choices import MessageState, StaffMessageKind
from saldo.correspondence.models import StaffMessage
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.actors import Actor

_COLUMNS = ("id", "user_id", "kind", "state", "recipient_email", "attempts", "created_at", "problem")


class NewStaffMessage(NamedTuple):
    """A mail to somebody who works here, or is invited to."""

    id: UUID
    user_id: UUID
    kind: StaffMessageKind


def write_to_staff(new: Sequence[NewStaffMessage], *, actor: Actor) -> MessageState:
    """Write to people of the house; a job sends it after commit. Returns QUEUED, or HELD where no mail server is set.

    What is held is not sent later: its link would be old. Whoever asked hands the link over instead.
    """
    actor.require("write_to_staff")
    state = MessageState.HELD if is_mail_held() else MessageState.QUEUED
    addresses = email_of([one.user_id for one in new])
    now = current_frame().now
    rows = [(one.id, one.user_id, one.kind, state, addresses[one.user_id], 0, now, "") for one in new]
    insert_rows(StaffMessage, _COLUMNS, rows)
    if state is MessageState.QUEUED:
        defer("correspondence.send_to_staff", [one.id for one in new])
    lines = [AuditLine("member", one.user_id, None, {"kind": one.kind, "state": state}) for one in new]
    record("write_to_staff", lines, actor=actor)
    return state
