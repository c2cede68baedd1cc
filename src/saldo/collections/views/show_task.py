from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import show


@require_safe
def show_task(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """One task beside the worklist; where it is a reminder, the mail as it would go out now."""
    request.actor.require("view_collections")
    return show(request, get_task(request.actor.tenant_id, task_id))
