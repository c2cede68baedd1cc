from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from saldo.base.events.actions import publish
from saldo.base.tenants.writer import update_rows
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind, MessageState
from saldo.correspondence.events import MessagesBounced, MessagesDelivered
from saldo.correspondence.models import Message
from saldo.correspondence.policies.next_state import after_event
from saldo.correspondence.queries import news_of
from saldo.customers.actions import mark_bounced
from saldo.customers.queries import billing_of
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind


def record_delivery_events(events: Sequence[DeliveryEvent], *, actor: Actor) -> Outcome[UUID]:
    """Write down what a provider, or a mail server that sends mail back, says became of messages.

    Done are the messages of which something new became known; unchanged, those of which it was known. Refused, by
    Message-ID: "unknown_message". A bounce for good marks the contact that was written to, while its address is the
    same.
    """
    actor.require("record_delivery_events")
    rows = {
        row.message_id: row
        for row in Message.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, message_id__in=[event.message_id for event in events])
        .order_by("id")
    }
    known = news_of(actor.tenant_id, [row.id for row in rows.values()])
    seen = {(message_id, one.kind, one.occurred_at) for message_id, news in known.items() for one in news}
    outcome: Outcome[UUID] = Outcome()
    fresh: defaultdict[UUID, list[DeliveryEvent]] = defaultdict(list)
    for event in events:
        row = rows.get(event.message_id) if event.message_id else None
        if row is None:
            sentence = "Nothing was sent under this Message-ID."
            outcome.refused.append(Refusal(event.message_id, "unknown_message", sentence))
        elif (row.id, MessageEventKind(event.kind.value), event.occurred_at) not in seen:
            fresh[row.id].append(event)
    _apply({row.id: row for row in rows.values()}, fresh, actor)
    outcome.done += fresh
    outcome.unchanged += [row.id for row in rows.values() if row.id not in fresh]
    return outcome


def _apply(rows: Mapping[UUID, Message], fresh: Mapping[UUID, Sequence[DeliveryEvent]], actor: Actor) -> None:
    changed: defaultdict[MessageState, list[UUID]] = defaultdict(list)
    columns, for_good = [], []
    for message_id, events in fresh.items():
        row, before = rows[message_id], rows[message_id].state
        for event in events:
            row.state = after_event(MessageState(row.state), event.kind) or row.state
            if event.kind is DeliveryEventKind.BOUNCED:
                row.problem = event.detail[:300]
                for_good += [row] if event.permanent else []
        if row.state != before:
            changed[MessageState(row.state)].append(message_id)
            columns.append((message_id, row.state, row.problem, None))
    update_rows(Message, ("id", "state", "problem", "next_attempt_at"), columns)
    record_news(
        [
            News(message_id, MessageEventKind(event.kind.value), event.detail, event.occurred_at)
            for message_id, events in fresh.items()
            for event in events
        ],
        actor=actor,
    )
    _mark_contacts(for_good, actor)
    for state, event_type in ((MessageState.BOUNCED, MessagesBounced), (MessageState.DELIVERED, MessagesDelivered)):
        if changed[state]:
            publish(event_type(tuple(changed[state])))


def _mark_contacts(rows: Sequence[Message], actor: Actor) -> None:
    """The contacts whose address will never work, unless it has been corrected since."""
    if not rows:
        return
    contacts = billing_of(actor.tenant_id, [row.customer_id for row in rows])
    dead = {
        row.contact_id: row.problem
        for row in rows
        if row.contact_id
        and (contact := contacts.get(row.customer_id)) is not None
        and (contact.contact_id, contact.email) == (row.contact_id, row.recipient_email)
    }
    for detail in set(dead.values()):  # few: what one report or one provider's call says
        mark_bounced([one for one, said in dead.items() if said == detail], detail=detail, actor=actor)
