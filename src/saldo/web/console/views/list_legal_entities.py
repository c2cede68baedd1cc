from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.queries import list_legal_entities as issuers_of


@require_safe
def list_legal_entities(request: StaffRequest) -> HttpResponse:
    """The companies of the account, to look at one of them at a time."""
    actor = request.actor
    actor.require("view_settings")
    context = {"entities": issuers_of(actor.tenant_id), "may_create": actor.may("create_legal_entity")}
    return render(request, "console/list_legal_entities.html", context)
