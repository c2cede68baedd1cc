from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import address_of, shown_of


@require_POST
def reopen_tasks(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Undo that a task was put off or dealt with."""
    actor = request.actor
    actor.require("reopen_tasks")
    get_task(actor.tenant_id, task_id)
    outcome = actions.reopen_tasks([task_id], actor=actor)
    if outcome.ok:
        messages.success(request, _("It waits here again."))
    else:
        messages.error(request, _("This is done and cannot be opened again."))
    return redirect(address_of(task_id, shown_of(request)))
