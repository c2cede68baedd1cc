from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import ReasonForm
from saldo.collections.views.task_page import read_task, show


@require_POST
def close_tasks(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Say what came of a task and take it off the list. A second submit changes nothing."""
    actor = request.actor
    actor.require("close_tasks")
    task, reminder = read_task(request, task_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, task, reminder, status=422, reason_form=form)
    actions.close_tasks([task_id], outcome=form.cleaned_data["reason"], actor=actor).raise_if_refused()
    messages.success(request, _("Done."))
    return redirect("collections:show_worklist")
