from __future__ import annotations

from typing import cast
from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.views.task_page import read_task
from saldo.kernel.errors import NotFound


@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its stubs know no view with arguments
    {
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'none'"],
    }
)
def show_mail(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A task's mail as mail programs show it: with the styles written into it. Nothing in it can run."""
    staff = cast(StaffRequest, request)
    staff.actor.require("view_collections")
    _task, reminder = read_task(staff, task_id)
    if reminder is None or not reminder.mail_html:
        raise NotFound()
    return HttpResponse(reminder.mail_html)
