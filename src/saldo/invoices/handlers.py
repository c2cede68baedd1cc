"""What invoices do when something happened: their delivery follows their documents and their mails."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.events.jobs import job
from saldo.base.tenants.frame import current_frame
from saldo.correspondence.choices import MessageState
from saldo.correspondence.queries import MessageCard, messages, messages_about
from saldo.invoices.actions.change_delivery import change_delivery
from saldo.invoices.actions.deliver_invoices import DELIVERING
from saldo.invoices.actions.deliver_invoices import deliver_invoices as deliver
from saldo.invoices.choices import Delivery
from saldo.invoices.queries import sheets_of
from saldo.kernel.actors import Actor

_DELIVERIES = {
    MessageState.HELD: Delivery.QUEUED,
    MessageState.QUEUED: Delivery.QUEUED,
    MessageState.SENDING: Delivery.QUEUED,
    MessageState.ACCEPTED: Delivery.ACCEPTED,
    MessageState.DELIVERED: Delivery.DELIVERED,
    MessageState.BOUNCED: Delivery.BOUNCED,
    MessageState.REFUSED: Delivery.REFUSED,
    MessageState.UNCERTAIN: Delivery.UNCERTAIN,
    MessageState.CANCELLED: Delivery.NONE,
}


@job("invoices.deliver_invoices")
def deliver_invoices(invoice_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Mail those of the documents that were issued with the wish to be delivered."""
    sheets = sheets_of(actor.tenant_id, invoice_ids)
    deliver([one for one in invoice_ids if one in sheets and sheets[one].delivery == Delivery.QUEUED], actor=actor)


def _telling(copies: Sequence[MessageCard]) -> MessageCard:
    """The latest copy; one that was not sent after all tells nothing where there is another."""
    return next((one for one in reversed(copies) if one.state is not MessageState.CANCELLED), copies[-1])


@job("invoices.note_delivery")
def note_delivery(message_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Let invoices say what became of their mails.

    It reads the latest mail about each as it stands now, so the order in which events arrive does not matter.
    """
    cards = messages(actor.tenant_id, message_ids).values()
    told = [card for card in cards if card.kind in DELIVERING]
    about = sorted({one for card in told for one in card.about_ids})
    customers = sorted({card.customer_id for card in told})
    found_about = messages_about(actor.tenant_id, about, customer_ids=customers) if about else {}
    copies = {one: [card for card in found if card.kind in DELIVERING] for one, found in found_about.items()}
    changes = {one: _DELIVERIES[_telling(sent).state] for one, sent in copies.items() if sent}
    change_delivery(changes, at=current_frame().now, actor=actor)
