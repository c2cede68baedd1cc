from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows, update_rows
from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.choices import ReminderState, StopReason
from saldo.collections.documents.letters import judge_letters
from saldo.collections.documents.reminder_mail import Letter, letter_content, render_letter
from saldo.collections.models import Reminder, ReminderItem
from saldo.collections.policies.decide_next_step import Silent
from saldo.correspondence.actions import NewMessage, send_messages
from saldo.correspondence.choices import MessageKind
from saldo.customers.actions.issue_portal_links import issue_portal_links
from saldo.customers.actions.mark_bounced import mark_bounced
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id

CARRYING_JOB = "collections.carry_reminders"


def write_reminders(reminder_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Write the messages of queued reminders, from what is true now, and queue them.

    What must not go out any more is stopped, and refused here with the reason. One that has its message already is
    left alone, so a job that runs twice writes once; so is one that can still be taken back.
    """
    actor.require("write_reminders")
    outcome: Outcome[UUID] = Outcome()
    rows = list(
        Reminder.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id__in=list(reminder_ids), state=ReminderState.QUEUED, message=None)
        .filter(Q(held_until=None) | Q(held_until__lte=current_frame().now))
        .order_by("id")
    )
    judged = judge_letters(actor.tenant_id, rows)
    silent = {one: found.reason for one, found in judged.items() if isinstance(found, Silent)}
    stop_reminders(silent, actor=actor)
    outcome.refused += [Refusal(one, reason, reason) for one, reason in silent.items()]
    letters = {one: found for one, found in judged.items() if isinstance(found, Letter)}
    _queue({row.id: row for row in rows if row.id in letters}, letters, outcome, actor)
    return outcome


def _queue(rows: Mapping[UUID, Reminder], letters: Mapping[UUID, Letter], outcome: Outcome[UUID], actor: Actor) -> None:
    if not rows:
        return
    recipients = [(letters[one].billing.customer_id, letters[one].billing.contact_id) for one in rows]
    links = issue_portal_links(recipients, actor=actor)
    new = {
        one: _message(row, letters[one], links[(row.customer_id, letters[one].billing.contact_id)])
        for one, row in rows.items()
    }
    sent = send_messages(list(new.values()), actor=actor)
    refused = {refusal.item: refusal for refusal in sent.refused}
    queued = {one: message for one, message in new.items() if message.id not in refused}
    update_rows(
        Reminder,
        ("id", "message_id", "contact_id", "content"),
        [
            (one, message.id, message.contact_id, json.dumps(letter_content(letters[one])))
            for one, message in queued.items()
        ],
    )
    insert_rows(
        ReminderItem,
        ("id", "reminder_id", "invoice_id", "open_minor"),
        [(new_id(), one, item.invoice_id, item.open.minor) for one in queued for item in letters[one].items],
        unless_exists=("tenant_id", "reminder_id", "invoice_id"),
    )
    outcome.done += queued
    for one in set(new) - set(queued):  # an address that nothing can be sent to, which a person has to mend
        refusal = refused[new[one].id]
        stop_reminders({one: StopReason.REFUSED}, actor=actor)
        contact_id = new[one].contact_id
        mark_bounced([contact_id] if contact_id else [], detail=refusal.sentence, actor=actor)
        outcome.refused.append(Refusal(one, refusal.code, refusal.sentence))


def _message(reminder: Reminder, letter: Letter, path: str) -> NewMessage:
    mail = render_letter(letter, url=f"{settings.SALDO_BASE_URL}{path}")
    entity, card = letter.entity, letter.billing
    return NewMessage(
        id=new_id(),
        key=f"reminder:{reminder.id}:{reminder.version}",
        kind=MessageKind.REMINDER,
        customer_id=card.customer_id,
        contact_id=card.contact_id,
        legal_entity_id=entity.id,
        language=letter.language,
        subject=mail.subject[:300],
        body_text=mail.text,
        body_html=mail.html,
        recipient_name=card.contact_name,
        recipient_email=card.email,
        reply_to=entity.email,
        sender_name=entity.sender_name or entity.accounts_name or entity.short_name,
        about_ids=tuple(item.invoice_id for item in letter.items),
        sending_job=CARRYING_JOB,
        resend_uncertain=False,
    )
