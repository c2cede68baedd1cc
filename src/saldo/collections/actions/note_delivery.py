from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import update_rows
from saldo.collections.actions.advance_standings import Taken, advance_standings
from saldo.collections.actions.open_tasks import NewTask, open_tasks
from saldo.collections.choices import ReminderState, StopReason, TaskKind
from saldo.collections.models import Reminder
from saldo.correspondence.choices import MessageState
from saldo.correspondence.queries import MessageCard, messages
from saldo.customers.actions.mark_bounced import mark_bounced
from saldo.customers.queries import Billing, billing_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date

_WENT_OUT = frozenset({MessageState.ACCEPTED, MessageState.DELIVERED})
_CAME_BACK = frozenset({MessageState.BOUNCED, MessageState.REFUSED})


def note_delivery(message_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Learn what became of messages, whatever they were about: reminders, invoices, receipts.

    A reminder that the mail server took is sent, and only now counts as a step taken; one that was refused or came
    back for good counts as never written. What a person has to look at becomes a task, once.
    """
    actor.require("note_delivery")
    cards = messages(actor.tenant_id, message_ids)
    rows = list(
        Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, message_id__in=list(cards))
        .order_by("id")
    )
    _mark_refused(cards, actor)
    billing = billing_of(actor.tenant_id, [card.customer_id for card in cards.values()])
    today = _todays(actor.tenant_id)
    _change_reminders(rows, cards, billing, actor)
    _open_tasks(rows, cards, billing, today, actor)


def _todays(tenant_id: UUID) -> dict[UUID, date]:
    now = current_frame().now
    return {entity.id: business_date(now, entity.time_zone) for entity in list_legal_entities(tenant_id)}


def _mark_refused(cards: Mapping[UUID, MessageCard], actor: Actor) -> None:
    for card in cards.values():  # few: a mail server that refuses for good is rare
        if card.state is MessageState.REFUSED and card.contact_id:
            mark_bounced([card.contact_id], detail=card.problem, actor=actor)


def _change_reminders(
    rows: Sequence[Reminder], cards: Mapping[UUID, MessageCard], billing: Mapping[UUID, Billing], actor: Actor
) -> None:
    changes: list[tuple[UUID, str, str, datetime | None]] = []
    taken: defaultdict[UUID, list[Taken]] = defaultdict(list)
    for row in rows:
        card = cards[row.message_id] if row.message_id else None
        after = _after(row, card, billing) if card else None
        if card is None or after is None or after == (row.state, row.stopped_because):
            continue
        went_out = after[0] in (ReminderState.SENT, ReminderState.UNCERTAIN)
        sent_at = (card.accepted_at or current_frame().now) if went_out else row.sent_at
        changes.append((row.id, *after, sent_at))
        if went_out and row.state not in (ReminderState.SENT, ReminderState.UNCERTAIN):
            taken[row.legal_entity_id].append(Taken(row.customer_id, row.step, row.business_date, contacted=True))
    update_rows(Reminder, ("id", "state", "stopped_because", "sent_at"), changes)
    for legal_entity_id, steps in taken.items():
        advance_standings(steps, legal_entity_id=legal_entity_id, actor=actor)


def _after(row: Reminder, card: MessageCard, billing: Mapping[UUID, Billing]) -> tuple[str, str] | None:
    """The reminder's state and reason, after what is known of its message; None where nothing follows."""
    contact = billing.get(row.customer_id)
    waits = row.state == ReminderState.QUEUED
    if card.state in _WENT_OUT and row.state in (ReminderState.QUEUED, ReminderState.UNCERTAIN):
        return ReminderState.SENT, ""
    if card.state is MessageState.REFUSED and waits:
        return ReminderState.STOPPED, StopReason.REFUSED
    if card.state is MessageState.BOUNCED:
        for_good = contact is not None and contact.bounced_at is not None
        return (ReminderState.STOPPED, "bounced") if for_good else (ReminderState.SENT, "")
    if card.state is MessageState.UNCERTAIN and waits:
        return ReminderState.UNCERTAIN, ""
    if card.state is MessageState.CANCELLED and (waits or row.state == ReminderState.SENT):  # it went to a test address
        return ReminderState.STOPPED, StopReason.CANCELLED
    return None


def _open_tasks(
    rows: Sequence[Reminder],
    cards: Mapping[UUID, MessageCard],
    billing: Mapping[UUID, Billing],
    today: Mapping[UUID, date],
    actor: Actor,
) -> None:
    reminders = {row.message_id: row.id for row in rows}
    tasks = []
    for card in cards.values():
        on = today[card.legal_entity_id]
        if card.state in _CAME_BACK:
            contact = billing.get(card.customer_id)
            day = contact.bounced_at.date() if contact and contact.bounced_at else on
            kind, key = TaskKind.FIX_ADDRESS, f"{TaskKind.FIX_ADDRESS}:{card.customer_id}:{day}"
        elif card.state is MessageState.UNCERTAIN:
            kind, key = TaskKind.CHECK_UNCERTAIN, f"{TaskKind.CHECK_UNCERTAIN}:{card.id}"
        else:
            continue
        tasks.append(
            NewTask(key, kind, card.customer_id, on, reminders.get(card.id), message_id=card.id, detail=card.problem)
        )
    open_tasks(tasks, actor=actor)
