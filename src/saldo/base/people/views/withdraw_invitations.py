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
from saldo.base.tenants.frame import current_frame


@require_POST
def withdraw_invitations(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Make the link of an invitation void; a second time changes nothing."""
    request.actor.require("withdraw_invitations")
    get_colleague(request.actor.tenant_id, member_id, now=current_frame().now)
    actions.withdraw_invitations([member_id], actor=request.actor)
    messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
    return redirect("people:list_members")
