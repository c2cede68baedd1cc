from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import ReasonForm
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import go_on, reminder_of, show


@require_POST
def dismiss_reminders(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Decide not to send a drafted reminder, and say why. A second submit changes nothing."""
    actor = request.actor
    actor.require("dismiss_reminders")
    task = get_task(actor.tenant_id, task_id)
    reminder_id, form = reminder_of(task), ReasonForm(request.POST, auto_id="dismiss_%s")
    if not form.is_valid():
        return show(request, task, status=422, dismiss_form=form, open_dialog="dismiss")
    outcome = actions.dismiss_reminders(
        [reminder_id], on=request.today, reason=form.cleaned_data["reason"], actor=actor
    )
    outcome.raise_if_refused()
    messages.success(request, _("The reminder is not sent."))
    return go_on(request, task)
