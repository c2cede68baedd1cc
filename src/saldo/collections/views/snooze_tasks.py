from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import SnoozeForm
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import days_to_wait, go_on, query_of, show, shown_of
from saldo.kernel.errors import BadInput
from saldo.kernel.locales import format_date


@require_POST
def snooze_tasks(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Put a task off until a day to come."""
    actor = request.actor
    actor.require("snooze_tasks")
    task = get_task(actor.tenant_id, task_id)
    form = SnoozeForm(request.POST, days=days_to_wait(request))
    if form.is_valid():
        until = form.cleaned_data["until"]
        try:
            outcome = actions.snooze_tasks([task_id], until=until, on=request.today, actor=actor)
        except BadInput as error:
            form.add_error("until", error.sentence)
        else:
            outcome.raise_if_refused()
            undo = reverse("collections:reopen_tasks", args=[task_id]) + query_of(shown_of(request))
            day = format_date(until, get_language() or "en", "long")
            messages.success(request, _("It comes back on %(day)s.") % {"day": day}, extra_tags=undo)
            return go_on(request, task)
    return show(request, task, status=422, snooze_form=form, open_dialog="snooze")
