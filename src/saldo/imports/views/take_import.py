from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.imports import actions
from saldo.kernel.errors import Conflict


@require_POST
def take_import(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Have the rows taken; a second click changes nothing."""
    try:
        actions.take_import(run_id, takes_good_rows=request.POST.get("do") == "good", actor=request.actor)
    except Conflict as error:
        messages.warning(request, error.sentence)
    return redirect("imports:show_import", run_id)
