from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import SnoozeForm
from saldo.collections.views.task_page import read_task, show
from saldo.kernel.errors import BadInput


@require_POST
def snooze_tasks(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Put a task off until a day to come."""
    actor = request.actor
    actor.require("snooze_tasks")
    task, reminder = read_task(request, task_id)
    form = SnoozeForm(request.POST)
    if form.is_valid():
        try:
            outcome = actions.snooze_tasks([task_id], until=form.cleaned_data["until"], on=request.today, actor=actor)
        except BadInput as error:
            form.add_error("until", error.sentence)
        else:
            outcome.raise_if_refused()
            messages.success(request, _("It comes back on that day."))
            return redirect("collections:show_worklist")
    return show(request, task, reminder, status=422, snooze_form=form)
