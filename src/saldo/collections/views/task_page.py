"""A task with all that a person needs to decide; shown again with what was wrong where an action refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import (
    KINDS_SHOWN,
    ReminderState,
    Shown,
    Silence,
    TaskKind,
    TaskState,
    outcome_label,
    reason_label,
)
from saldo.collections.documents.reminder_view import ReminderView, view_of
from saldo.collections.documents.task_words import call_script, next_words, why_words
from saldo.collections.forms import NoteForm, ReasonForm, SendReminderForm, SnoozeForm, TalkForm
from saldo.collections.models import Task
from saldo.collections.policies.weigh import sums_of
from saldo.collections.queries import WorklistPage, next_task, overdue_of, worklist
from saldo.collections.queries.facts import Known
from saldo.collections.queries.tasks import get_task
from saldo.correspondence.choices import CallOutcome
from saldo.correspondence.queries import latest_messages
from saldo.invoices.queries import sheets_of
from saldo.kernel.calendar import next_contact_day
from saldo.kernel.errors import NotFound
from saldo.kernel.locales import language_name
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

PAGE = 50
LATEST = 3

KEYS = {
    CallOutcome.PROMISED: "p",
    CallOutcome.SAYS_PAID: "a",
    CallOutcome.DISPUTED: "w",
    CallOutcome.QUESTION: "q",
    CallOutcome.NOT_REACHED: "x",
    CallOutcome.REACHED: "r",
}
"""One key for each outcome of a call."""

_CALLED_ABOUT = {TaskKind.REVIEW_REMINDER, *KINDS_SHOWN[Shown.CALLS]}
"""Tasks of which a call may be what settles them."""


def shown_of(request: StaffRequest) -> Shown:
    """Which tasks the person looks at; what is unknown is all of them."""
    wanted = request.GET.get("show", "")
    return Shown(wanted) if wanted in Shown.values else Shown.ALL


def query_of(shown: Shown) -> str:
    """What keeps the choice in an address."""
    return f"?show={shown.value}" if shown else ""


def read_task(request: StaffRequest, task_id: UUID) -> tuple[Task, ReminderView | None]:
    """The task, and the reminder that it is about. Raises NotFound."""
    task = get_task(request.actor.tenant_id, task_id)
    return task, _reminder(request, task, None)


def reminder_of(task: Task) -> UUID:
    """The reminder that a task is about. Raises NotFound where it is about something else."""
    if task.reminder_id is None:
        raise NotFound()
    return UUID(str(task.reminder_id))


def go_on(request: StaffRequest, task: Task) -> HttpResponse:
    """To the next task, which opens by itself; to the worklist where none is left."""
    shown = shown_of(request)
    following = next_task(request.actor.tenant_id, task, on=request.today, shown=shown)
    if following is None:
        return redirect(reverse("collections:show_worklist") + query_of(shown))
    return redirect(address_of(following, shown))


def address_of(task_id: UUID, shown: Shown) -> str:
    """Where a task is shown; the reader's place is at its letter."""
    return reverse("collections:show_task", args=[task_id]) + query_of(shown) + "#letter"


def list_context(request: StaffRequest, page: WorklistPage, shown: Shown) -> dict[str, Any]:
    """The worklist itself, for a page that stands beside it or is it."""
    request.waiting = sum(page.counts.values())  # type: ignore[attr-defined]  # the navigation need not count again
    return {
        "rows": [
            {
                "task": one,
                "kind": TaskKind(one.kind).label,
                "next": next_words(one.kind),
                "why": why_words(one.kind, detail=one.detail, facts=one.facts, step=one.reminder_step),
            }
            for one in page.rows
        ],
        "next_cursor": page.cursor,
        "chips": _chips(page.counts, shown),
        "query": query_of(shown),
        "today": request.today,
    }


def _chips(counts: Mapping[str, int], shown: Shown) -> list[dict[str, Any]]:
    chips = []
    for one in Shown:
        kinds = KINDS_SHOWN.get(one, tuple(TaskKind))
        number = sum(counts.get(kind.value, 0) for kind in kinds)
        url = reverse("collections:show_worklist") + query_of(one)
        if number or one in (Shown.ALL, shown):
            chips.append({"label": one.label, "number": number, "url": url, "is_current": one is shown})
    return chips


def show(
    request: StaffRequest,
    task: Task,
    reminder: ReminderView | None = None,
    *,
    status: int = 200,
    open_dialog: str = "",
    refused_talk: TalkForm | None = None,
    **forms: Any,
) -> HttpResponse:
    """The page; `forms` and `refused_talk` are those that were refused, in the dialog of that name."""
    tenant_id, shown = request.actor.tenant_id, shown_of(request)
    page = worklist(tenant_id, on=request.today, shown=shown, limit=PAGE, with_customer=task.customer_id)
    if reminder is None:
        reminder = _reminder(request, task, page.known)
    context = {
        **list_context(request, page, shown),
        **_neighbours(page, task, shown),
        **_pane(request, task, reminder, page.known),
        **_may(request, task, reminder),
        "open": {open_dialog: True},
        **forms,
    }
    for talk in context["talks"] if refused_talk is not None else ():
        if talk["code"] == open_dialog:
            talk |= {"form": refused_talk, "is_open": True}
    return render(request, "collections/show_task.html", context, status=status)


def _reminder(request: StaffRequest, task: Task, known: Known | None) -> ReminderView | None:
    issuers = {one.id: one for one in request.issuers}
    return view_of(task.reminder, issuers=issuers, known=known) if task.reminder else None


def _neighbours(page: WorklistPage, task: Task, shown: Shown) -> dict[str, str]:
    """Where the task before and the one after stand, for a screen on which the list does not."""
    ids = [one.task_id for one in page.rows]
    if task.id not in ids:
        return {}
    at = ids.index(task.id)
    found = {"previous_url": ids[at - 1] if at else None, "next_url": ids[at + 1] if at + 1 < len(ids) else None}
    return {name: address_of(one, shown) for name, one in found.items() if one}


def _pane(request: StaffRequest, task: Task, reminder: ReminderView | None, known: Known) -> dict[str, Any]:
    customer, tenant_id = known.cards[task.customer_id], request.actor.tenant_id
    letter = reminder.letter if reminder else None
    if letter:
        asked = [(one.invoice_id, one.open, one.due_on) for one in letter.items]
        sheets, net = letter.sheets, dict(letter.ask.net)
    else:
        overdue = [one for one in known.overdue if one.customer_id == task.customer_id]
        asked = [(one.invoice_id, Money(one.open_minor, one.currency), one.due_on) for one in overdue]
        net = sums_of(one[1] for one in asked)
        sheets = sheets_of(tenant_id, [one[0] for one in asked]) if asked and task.state == TaskState.OPEN else {}
    items: list[dict[str, Any]] = [
        {"id": one, "open": money, "days": (request.today - due_on).days, "number": sheets[one].number}
        for one, money, due_on in asked
        if one in sheets
    ]
    oldest_days = max((one["days"] for one in items), default=0)
    owed_to = next((one.legal_entity_id for one in known.overdue if one.customer_id == task.customer_id), None)
    wanted = task.reminder.legal_entity_id if task.reminder else owed_to
    issuer = next((one for one in request.issuers if one.id == wanted), request.issuer)
    currency = next(iter(net), customer.currency or issuer.currency)
    days = days_to_wait(request)
    return {
        "task": task,
        "kind": TaskKind(task.kind).label,
        "why": why_words(task.kind, detail=task.detail, facts=task.facts, step=reminder.step if reminder else None),
        "outcome": " ".join(part for part in (outcome_label(task.outcome_code), task.outcome) if part),
        "reminder": reminder,
        "customer": customer,
        "issuer": issuer,
        "items": items,
        "net": net,
        "oldest_days": oldest_days,
        "credits": [one for code, one in letter.credits.items() if code in net and one] if letter else [],
        "language": language_name(customer.language or issuer.language, get_language() or "en"),
        "latest": [
            {"card": one.card, "text": one.text, "outcome": outcome_label(one.card.outcome)}
            for one in latest_messages(tenant_id, task.customer_id, limit=LATEST)
        ],
        "script": call_script(issuer, customer, who=request.actor.name, net=net, oldest_days=oldest_days),
        "stopped": reason_label(reminder.stopped_because) if reminder and reminder.stopped_because else "",
        "is_capped": reminder is not None and reminder.objection == Silence.TOO_MANY_CONTACTS,
        "basis": _basis(reminder),
        "contacts": _contacts(reminder, request.today),
        "currency": currency,
        "send_form": SendReminderForm(initial={"version": reminder.version if reminder else 0}),
        "dismiss_form": ReasonForm(auto_id="dismiss_%s"),
        "close_form": ReasonForm(auto_id="close_%s"),
        "snooze_form": SnoozeForm(days=days),
        "days": [{"code": code, "label": label, "on": days[code]} for code, label in _day_words().items()],
        "note_form": NoteForm(initial={"id": new_id()}, auto_id="note_%s"),
        "talks": _talks(task, items, net, currency),
    }


def _talks(task: Task, items: list[dict[str, Any]], net: Mapping[str, Money], currency: str) -> list[dict[str, Any]]:
    """The outcomes that a call about the task may have, each with its key and form."""
    if task.kind not in _CALLED_ABOUT:
        return []
    invoices = [(str(one["id"]), one["number"]) for one in items]
    amount = net[currency].decimal if currency in net else None
    return [
        {
            "code": outcome,
            "label": CallOutcome(outcome).label,
            "key": key,
            "form": TalkForm(
                outcome=outcome, invoices=invoices, initial={"id": new_id(), "outcome": outcome, "amount": amount}
            ),
        }
        for outcome, key in KEYS.items()
        if invoices or outcome is not CallOutcome.DISPUTED
    ]


def open_invoices(request: StaffRequest, task: Task) -> list[tuple[str, str]]:
    """The overdue invoices that a customer may object to, as choices."""
    tenant_id = request.actor.tenant_id
    overdue = overdue_of(tenant_id, [task.customer_id], on=request.today).get(task.customer_id, [])
    sheets = sheets_of(tenant_id, [one.invoice_id for one in overdue])
    return [(str(one.id), one.number or "") for one in sheets.values()]


def _may(request: StaffRequest, task: Task, reminder: ReminderView | None) -> dict[str, bool]:
    actor, is_open = request.actor, task.state == TaskState.OPEN
    is_draft = reminder is not None and reminder.state == ReminderState.DRAFTED
    return {
        "is_draft": is_draft,
        "may_send": is_open and is_draft and actor.may("send_reminders"),
        "may_close": is_open and not is_draft and actor.may("close_tasks"),
        "may_snooze": is_open and actor.may("snooze_tasks"),
        "may_log": is_open and actor.may("log_outcome"),
        "may_note": actor.may("write_note"),
    }


def days_to_wait(request: StaffRequest) -> dict[str, date]:
    """The days until which a task can be put off by name; none of them is a quiet one."""
    return {
        code: next_contact_day(request.today + timedelta(days=days), request.issuer.country)
        for code, days in (("tomorrow", 1), ("week", 7), ("fortnight", 14))
    }


def _day_words() -> dict[str, str]:
    return {"tomorrow": _("Next working day"), "week": _("In a week"), "fortnight": _("In two weeks")}


def _basis(reminder: ReminderView | None) -> str:
    """On what rule the message rests."""
    if reminder is None or reminder.policy is None:
        return ""
    version, rules = reminder.policy
    number = min(reminder.step, len(rules.steps))
    values = {"step": number, "steps": len(rules.steps), "days": rules.steps[number - 1].after_days, "version": version}
    if not version:
        return _("Step %(step)s of %(steps)s: from %(days)s days after the due date. No fee, no interest.") % values
    return (
        _(
            "Step %(step)s of %(steps)s of our policy, version %(version)s: from %(days)s days after the due date."
            " No fee, no interest."
        )
        % values
    )


def _contacts(reminder: ReminderView | None, today: date) -> str:
    """How often the customer was written to of late, beside how often they may be."""
    if reminder is None or reminder.policy is None or reminder.facts is None:
        return ""
    rules = reminder.policy.rules
    recent = [one for one in reminder.facts.situation.contacts if today - timedelta(days=rules.per_days) < one <= today]
    values = {"count": len(recent), "most": rules.max_contacts, "days": rules.per_days}
    return _("%(count)s of at most %(most)s in %(days)s days") % values
