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
from saldo.collections.views.task_page import address_of, query_of, read_task, reminder_of, shown_of
from saldo.kernel.errors import BadInput, Conflict, NotFound

_WORDS = ("subject", "body")


@require_http_methods(["GET", "HEAD", "POST"])
def change_reminder(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """The words of a drafted reminder. Where somebody else saved others meanwhile, either can be taken."""
    actor, status = request.actor, 200
    actor.require("change_reminder")
    task, reminder = read_task(request, task_id)
    reminder_id = reminder_of(task)
    if reminder is None:
        raise NotFound()
    context: dict[str, Any] = {"task": task, "reminder": reminder, "customer": reminder.customer}
    taken = request.POST.get("do", "").removeprefix("take_")
    if request.method == "POST" and taken in _WORDS:
        typed = {name: request.POST.get(name, "") for name in _WORDS}
        form = ChangeReminderForm(initial={**typed, taken: getattr(reminder, taken), "version": reminder.version})
        context["differences"] = _differences(form, reminder)
    elif request.method == "POST":
        form, status = ChangeReminderForm(request.POST), 422
        if form.is_valid():
            try:
                actions.change_reminder(reminder_id, **form.cleaned_data, actor=actor)
            except BadInput as error:
                show_refusal(form, error)
            except Conflict as error:
                form = _with_version(form, reminder, error)
                context["differences"] = _differences(form, reminder)
            else:
                messages.success(request, _("The text is saved."))
                return redirect(address_of(task_id, shown_of(request)))
    else:
        form = ChangeReminderForm(
            initial={"version": reminder.version, "subject": reminder.subject, "body": reminder.body}
        )
    context |= {"form": form, "query": query_of(shown_of(request))}
    return render(request, "collections/change_reminder.html", context, status=status)


def _with_version(form: ChangeReminderForm, reminder: ReminderView, error: Conflict) -> ChangeReminderForm:
    """What was typed, ready to be saved over the version that stands now."""
    again = ChangeReminderForm({**form.cleaned_data, "version": reminder.version})
    again.is_valid()
    sentence = _("Somebody else has changed this text since you opened it. Look at both, then save again.")
    again.add_error(None, sentence if error.code == "changed_meanwhile" else error.sentence)
    return again


def _differences(form: ChangeReminderForm, reminder: ReminderView) -> list[dict[str, str]]:
    """Subject and text of which there are two versions, the saved one and the one that was typed."""
    return [
        {"name": name, "label": str(form[name].label), "theirs": theirs, "mine": mine}
        for name in _WORDS
        if (theirs := getattr(reminder, name)) != (mine := str(form[name].value() or ""))
    ]
