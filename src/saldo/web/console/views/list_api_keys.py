from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people import queries
from saldo.base.people.schemas import StaffRequest


@require_safe
def list_api_keys(request: StaffRequest) -> HttpResponse:
    """The programs that may come in, and what each may do."""
    actor = request.actor
    actor.require("view_settings")
    return render(request, "console/list_api_keys.html", {"api_keys": queries.list_api_keys(actor.tenant_id)})
