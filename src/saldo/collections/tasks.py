"""Jobs of collections: writing reminders and carrying them to the mail server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from saldo.base.events.jobs import job
from saldo.collections.actions import recheck_reminders
from saldo.collections.actions import write_reminders as write
from saldo.correspondence.actions import carry_messages
from saldo.kernel.actors import Actor


@job("collections.write_reminders")
def write_reminders(reminder_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Write the messages of queued reminders, from what is true now."""
    write(reminder_ids, actor=actor)


@job("collections.carry_reminders", outside=True, queue="mail")
def carry_reminders(message_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Hand reminders over, each asked about once more in the frame that claims it."""
    carry_messages(message_ids, actor=actor, check=partial(recheck_reminders, actor=actor))
