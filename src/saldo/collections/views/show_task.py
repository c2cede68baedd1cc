from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.views.task_page import read_task, show


@require_safe
def show_task(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """One task; where it is a reminder, the mail as it would go out now."""
    request.actor.require("view_collections")
    return show(request, *read_task(request, task_id))
