"""A task with all that a person needs to decide; shown again with what was wrong where an action refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import ReminderState, Silence, TaskKind, TaskState, reason_label
from saldo.collections.documents.reminder_view import ReminderView, view_of
from saldo.collections.forms import ReasonForm, SendReminderForm, SnoozeForm
from saldo.collections.models import Task
from saldo.collections.queries.tasks import get_task
from saldo.customers.queries import billing_of
from saldo.kernel.errors import NotFound


def read_task(request: StaffRequest, task_id: UUID) -> tuple[Task, ReminderView | None]:
    """The task, and the reminder that it is about. Raises NotFound."""
    task = get_task(request.actor.tenant_id, task_id)
    issuers = {request.issuer.id: request.issuer}
    return task, view_of(task.reminder, issuers=issuers) if task.reminder else None


def reminder_of(task: Task) -> UUID:
    """The reminder that a task is about. Raises NotFound where it is about something else."""
    if task.reminder_id is None:
        raise NotFound()
    return UUID(str(task.reminder_id))


def show(
    request: StaffRequest, task: Task, reminder: ReminderView | None, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page; `forms` are those that were refused."""
    actor = request.actor
    found = {} if reminder else billing_of(actor.tenant_id, [task.customer_id])
    customer = reminder.customer if reminder else found[task.customer_id]
    is_open = task.state == TaskState.OPEN
    is_draft = reminder is not None and reminder.state == ReminderState.DRAFTED
    context = {
        "task": task,
        "kind": TaskKind(task.kind).label,
        "reminder": reminder,
        "customer": customer,
        "stopped": reason_label(reminder.stopped_because) if reminder and reminder.stopped_because else "",
        "is_capped": reminder is not None and reminder.objection == Silence.TOO_MANY_CONTACTS,
        "send_form": SendReminderForm(initial={"version": reminder.version if reminder else 0}),
        "reason_form": ReasonForm(),
        "snooze_form": SnoozeForm(initial={"until": request.today + timedelta(days=1)}),
        "may_send": is_open and is_draft and actor.may("send_reminders"),
        "may_close": is_open and actor.may("close_tasks"),
        "may_snooze": is_open and actor.may("snooze_tasks"),
        **forms,
    }
    return render(request, "collections/show_task.html", context, status=status)
