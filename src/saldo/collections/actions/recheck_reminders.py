from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from saldo.base.events.jobs import defer
from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.choices import ReminderState, reason_label
from saldo.collections.documents.letters import judge_letters
from saldo.collections.documents.reminder_mail import Letter, letter_content
from saldo.collections.models import Reminder, ReminderItem
from saldo.collections.policies.decide_next_step import Silent
from saldo.correspondence.actions import Stop
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor

WRITING_JOB = "collections.write_reminders"


def recheck_reminders(message_ids: Sequence[UUID], *, actor: Actor) -> dict[UUID, Stop]:
    """Which messages of reminders must not be handed over now, seen in the frame that is about to claim them.

    The invoices are locked until it ends: a payment that is being settled is waited for and seen. A reminder that
    must not go out is stopped; one of which an amount, the address or the day has changed is written anew.
    """
    actor.require("recheck_reminders")
    rows = list(
        Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, message_id__in=list(message_ids))
        .order_by("id")
    )
    stops = {
        row.message_id: Stop(reason_label(row.stopped_because) or "This reminder is not to be sent any more.")
        for row in rows
        if row.state != ReminderState.QUEUED and row.message_id
    }
    queued = [row for row in rows if row.state == ReminderState.QUEUED]
    if not queued:
        return stops
    items = ReminderItem.objects.filter(tenant_id=actor.tenant_id, reminder_id__in=[row.id for row in queued])
    lock_invoices(actor.tenant_id, items.values_list("invoice_id", flat=True))
    judged = judge_letters(actor.tenant_id, queued)
    silent = {row.id: found.reason for row in queued if isinstance(found := judged[row.id], Silent)}
    anew = [
        row for row in queued if isinstance(found := judged[row.id], Letter) and letter_content(found) != row.content
    ]
    stop_reminders(silent, actor=actor)
    for row in queued:
        if row.message_id and row.id in silent:
            stops[row.message_id] = Stop(reason_label(silent[row.id]))
        elif row.message_id and row in anew:
            stops[row.message_id] = Stop("What it says has changed; it is written anew.")
    changed = Reminder.objects.filter(tenant_id=actor.tenant_id, id__in=[row.id for row in anew])
    changed.update(message=None, version=F("version") + 1)
    defer(WRITING_JOB, [row.id for row in anew])
    return stops
