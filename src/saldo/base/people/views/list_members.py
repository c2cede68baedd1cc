from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.choices import Role
from saldo.base.people.queries import Standing, list_colleagues
from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame


@require_safe
def list_members(request: StaffRequest) -> HttpResponse:
    """Who works here, who is invited, who does not any more."""
    request.actor.require("view_settings")
    people = list_colleagues(request.actor.tenant_id, now=current_frame().now)

    def rows(*standings: Standing) -> list[dict[str, Any]]:
        return [{"one": one, "role": Role(one.role).label} for one in people if one.standing in standings]

    context = {
        "active": rows(Standing.ACTIVE),
        "invited": rows(Standing.INVITED, Standing.EXPIRED),
        "closed": rows(Standing.CLOSED),
        "me": request.actor.id,
        "may": request.actor.permissions,
    }
    return render(request, "people/list_members.html", context)
