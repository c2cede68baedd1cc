from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.views.task_page import read_task
from saldo.kernel.errors import NotFound


@require_safe
@xframe_options_sameorigin
@csp_replace({"style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"], "form-action": ["'none'"]})
def show_mail(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """A task's mail as mail programs show it: with the styles written into it. Nothing in it can run."""
    request.actor.require("view_collections")
    _task, reminder = read_task(request, task_id)
    if reminder is None or not reminder.mail_html:
        raise NotFound()
    return HttpResponse(reminder.mail_html)
