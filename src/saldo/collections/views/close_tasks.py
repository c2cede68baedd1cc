from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import ReasonForm
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import go_on, query_of, show, shown_of


@require_POST
def close_tasks(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Say what came of a task and take it off the list. A second submit changes nothing."""
    actor = request.actor
    actor.require("close_tasks")
    task = get_task(actor.tenant_id, task_id)
    form = ReasonForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return show(request, task, status=422, close_form=form, open_dialog="close")
    actions.close_tasks([task_id], outcome=form.cleaned_data["reason"], actor=actor).raise_if_refused()
    undo = reverse("collections:reopen_tasks", args=[task_id]) + query_of(shown_of(request))
    messages.success(request, _("Done."), extra_tags=undo)
    return go_on(request, task)
