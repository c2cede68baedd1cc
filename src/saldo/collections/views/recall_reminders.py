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
from saldo.collections.views.task_page import address_of, reminder_of, shown_of


@require_POST
def recall_reminders(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Undo that a reminder was sent, while it has not left."""
    actor = request.actor
    actor.require("recall_reminders")
    reminder_id = reminder_of(get_task(actor.tenant_id, task_id))
    if actions.recall_reminders([reminder_id], actor=actor).ok:
        messages.success(request, _("It was not sent: the draft is here again."))
    else:
        messages.error(request, _("It has left already and cannot be taken back."))
    return redirect(address_of(task_id, shown_of(request)))
