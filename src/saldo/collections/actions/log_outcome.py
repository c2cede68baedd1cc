from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from saldo.base.tenants.queries import list_legal_entities
from saldo.cases.actions import NewCase, open_cases
from saldo.cases.choices import CaseKind
from saldo.collections.actions.close_tasks import close_tasks
from saldo.collections.actions.dismiss_reminders import dismiss_reminders
from saldo.collections.actions.keep_promises import keep_promises
from saldo.collections.actions.open_tasks import NewTask, open_tasks
from saldo.collections.actions.snooze_tasks import snooze_tasks
from saldo.collections.choices import ReminderState, TaskKind, TaskOutcome, TaskState
from saldo.collections.models import Task
from saldo.collections.queries.tasks import get_task
from saldo.correspondence.actions import Call, log_calls
from saldo.correspondence.choices import CallOutcome
from saldo.customers.queries import billing_of
from saldo.invoices.queries.overdue import overdue_items
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import next_contact_day
from saldo.kernel.errors import BadInput, Conflict
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity
    from saldo.customers.queries import Billing

TIME_TO_ARRIVE = timedelta(days=3)
"""For so long we wait for money that a customer says is paid."""

ENDS = frozenset(
    {CallOutcome.PROMISED, CallOutcome.SAYS_PAID, CallOutcome.QUESTION, CallOutcome.DISPUTED, CallOutcome.REACHED}
)
"""Outcomes after which the task is done: what is left to do is another task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What came of a call. `id` is made before the first try.

    `promised_on` and `promised` belong to a promise, `invoice_id` and `reason` (a CaseReason) to what is wrong.
    """

    id: UUID
    outcome: CallOutcome
    text: str = ""
    promised_on: date | None = None
    promised: Money | None = None
    invoice_id: UUID | None = None
    reason: str = ""


def log_outcome(task_id: UUID, *, talk: Talk, on: date, actor: Actor) -> Task:
    """Keep what came of talking to a customer on their timeline, and arrange what follows from it.

    Who promised to pay, or says it is paid, is left alone until the money can be there; then a task asks after it. A
    question or an objection becomes a case. A drafted letter is not sent any more, except where nobody was reached:
    then it waits on, and a call is put off to the next working day. The same `talk` twice is one.

    Raises NotFound; Conflict ("already_done"); BadInput ("in_the_past", "too_far", "missing", and what a case refuses)
    at its field.
    """
    actor.require("log_outcome")
    task = get_task(actor.tenant_id, task_id, locked=True)
    if task.state == TaskState.DONE:
        if task.outcome_code == talk.outcome:
            return task
        raise Conflict("already_done", "Somebody has dealt with this task already.")
    _check(talk, on)
    card = billing_of(actor.tenant_id, [task.customer_id])[task.customer_id]
    issuer = _issuer(task, on)
    system = Actor.system(actor.tenant_id, name=actor.name)
    if talk.outcome in (CallOutcome.QUESTION, CallOutcome.DISPUTED):
        _open_case(talk, card, issuer, system)
    call = Call(
        id=talk.id,
        customer_id=task.customer_id,
        legal_entity_id=issuer.id,
        outcome=talk.outcome,
        language=card.language or issuer.language,
        text="" if talk.outcome in (CallOutcome.QUESTION, CallOutcome.DISPUTED) else talk.text,
        with_whom=card.contact_name,
        about_ids=(talk.invoice_id,) if talk.invoice_id else (),
    )
    if log_calls([call], actor=system):
        _go_on(task, talk, issuer, on, actor)
        _wait_for_money(task, talk, issuer, on, system)
    return task


def _check(talk: Talk, on: date) -> None:
    if talk.outcome != CallOutcome.PROMISED:
        return
    if talk.promised_on is None:
        raise BadInput("missing", "Write the day that they named.", field="promised_on")
    if talk.promised_on < on:
        raise BadInput("in_the_past", "This day is over. Choose today or a later one.", field="promised_on")
    if talk.promised_on > on + timedelta(days=366):
        raise BadInput("too_far", "Choose a day within a year.", field="promised_on")
    if talk.promised is not None and talk.promised.minor <= 0:
        raise BadInput("not_positive", "Write an amount above zero, or none.", field="amount")


def _issuer(task: Task, on: date) -> LegalEntity:
    """Whom the customer owes: the one who wrote the letter, or to whom the oldest overdue invoice belongs."""
    issuers = list_legal_entities(task.tenant_id)
    wanted = task.reminder.legal_entity_id if task.reminder else None
    if wanted is None and len(issuers) > 1:
        overdue = overdue_items(task.tenant_id, [task.customer_id], legal_entity_id=None, on=on)
        wanted = overdue[0].legal_entity_id if overdue else None
    return next((one for one in issuers if one.id == wanted), issuers[0])


def _open_case(talk: Talk, card: Billing, issuer: LegalEntity, system: Actor) -> None:
    case = NewCase(
        id=new_id(),
        key=f"call:{talk.id}",
        kind=CaseKind.QUESTION if talk.outcome == CallOutcome.QUESTION else CaseKind.DISPUTE,
        customer_id=card.customer_id,
        contact_id=card.contact_id,
        legal_entity_id=issuer.id,
        language=card.language or issuer.language,
        words=talk.text,
        reason=talk.reason,
        invoice_id=talk.invoice_id,
        author_name=card.contact_name or card.name,
    )
    refused = open_cases([case], actor=system).refused
    if refused:
        field = refused[0].field or {"no_reason": "reason", "not_found": "invoice_id"}.get(refused[0].code, "text")
        raise BadInput(refused[0].code, refused[0].sentence, field=field)


def _wait_for_money(task: Task, talk: Talk, issuer: LegalEntity, on: date, system: Actor) -> None:
    if talk.outcome == CallOutcome.PROMISED and talk.promised_on is not None:
        facts = {"promised_on": talk.promised_on.isoformat()}
        last = talk.promised_on
    elif talk.outcome == CallOutcome.SAYS_PAID:
        facts, last = {"said_paid_on": on.isoformat()}, on + TIME_TO_ARRIVE
    else:
        return
    if talk.promised is not None:
        facts |= {"amount": str(talk.promised.decimal), "currency": talk.promised.currency}
    look_on = next_contact_day(last + timedelta(days=1), issuer.country)
    keep_promises({task.customer_id: look_on}, legal_entity_id=issuer.id, on=on, actor=system)
    # a later word takes the place of an earlier one
    others = Task.objects.filter(tenant_id=task.tenant_id, customer_id=task.customer_id, state=TaskState.OPEN)
    earlier = others.filter(kind=TaskKind.CHECK_PROMISE).exclude(id=task.id).values_list("id", flat=True)
    close_tasks(list(earlier), outcome="", actor=system, code=TaskOutcome.NO_LONGER_NEEDED)
    key = f"{TaskKind.CHECK_PROMISE}:{talk.id}"
    open_tasks([NewTask(key, TaskKind.CHECK_PROMISE, task.customer_id, look_on, facts=facts)], actor=system)


def _go_on(task: Task, talk: Talk, issuer: LegalEntity, on: date, actor: Actor) -> None:
    is_letter = task.reminder is not None and task.reminder.state == ReminderState.DRAFTED
    if talk.outcome not in ENDS:
        if not is_letter:
            until = next_contact_day(on + timedelta(days=1), issuer.country)
            snooze_tasks([task.id], until=until, on=on, actor=actor)
        return
    if is_letter and task.reminder is not None:
        dismiss_reminders([task.reminder.id], on=on, reason=talk.text, actor=actor, code=talk.outcome)
    close_tasks([task.id], outcome=talk.text, actor=actor, code=talk.outcome)
