from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people import actions
from saldo.base.people.queries import get_colleague
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views.confirm import confirmed
from saldo.base.tenants.frame import current_frame


@require_POST
def reset_factors(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Take the second factor from a colleague who lost it; a second time changes nothing."""
    request.actor.require("reset_factors")
    get_colleague(request.actor.tenant_id, member_id, now=current_frame().now)
    return _reset(request, member_id)


@confirmed
def _reset(request: StaffRequest, member_id: UUID) -> HttpResponse:
    actions.reset_factors(member_id, actor=request.actor)
    messages.success(request, _("Their password signs them in again. Ask them to add a new second factor."))
    return redirect("people:change_member", member_id)
