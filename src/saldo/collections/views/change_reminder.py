from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.documents.reminder_view import ReminderView
from saldo.collections.forms import ChangeReminderForm
from saldo.collections.views.task_page import read_task, reminder_of
from saldo.kernel.errors import BadInput, Conflict, NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def change_reminder(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """The words of a drafted reminder. Where somebody else saved others meanwhile, both are shown and none is lost."""
    actor = request.actor
    actor.require("change_reminder")
    task, reminder = read_task(request, task_id)
    reminder_id = reminder_of(task)
    if reminder is None:
        raise NotFound()
    context: dict[str, Any] = {"task": task, "reminder": reminder, "customer": reminder.customer}
    if request.method == "POST":
        form = ChangeReminderForm(request.POST)
        if form.is_valid():
            try:
                actions.change_reminder(reminder_id, **form.cleaned_data, actor=actor)
            except BadInput as error:
                show_refusal(form, error)
            except Conflict as error:
                form = _with_version(form, reminder, error)
                context["saved"] = reminder
            else:
                messages.success(request, _("The text is saved."))
                return redirect("collections:show_task", task_id)
    else:
        form = ChangeReminderForm(
            initial={"version": reminder.version, "subject": reminder.subject, "body": reminder.body}
        )
    context["form"] = form
    return render(request, "collections/change_reminder.html", context, status=422 if form.is_bound else 200)


def _with_version(form: ChangeReminderForm, reminder: ReminderView, error: Conflict) -> ChangeReminderForm:
    """What was typed, ready to be saved over the version that stands now."""
    again = ChangeReminderForm({**form.cleaned_data, "version": reminder.version})
    again.is_valid()
    again.add_error(None, error.sentence)
    return again
