"""Jobs of correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.events.jobs import job
from saldo.correspondence.actions import carry_messages as carry
from saldo.correspondence.actions import carry_staff_messages as carry_staff
from saldo.correspondence.actions import take_inbound_mail as take
from saldo.kernel.actors import Actor


@job("correspondence.send", outside=True, queue="mail")
def send(message_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Hand over invoices, credit notes and receipts: messages without conditions of their own."""
    carry(message_ids, actor=actor)


@job("correspondence.send_to_staff", outside=True, queue="mail")
def send_to_staff(message_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Hand over invitations and links to new passwords."""
    carry_staff(message_ids, actor=actor)


@job("correspondence.take_inbound_mail")
def take_inbound_mail(inbox_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Think about mail that came in."""
    take(inbox_ids, actor=actor)
