from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.cases import actions
from saldo.cases.queries import get_case


@require_POST
def confirm_contact_changes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take over what the customer proposed, after a person has looked at it."""
    request.actor.require("confirm_contact_changes")
    get_case(request.actor.tenant_id, case_id)
    outcome = actions.confirm_contact_changes([case_id], actor=request.actor)
    if outcome.refused:
        messages.error(request, outcome.refused[0].sentence)
    else:
        messages.success(request, _("The details are changed, and the customer is told."))
    return redirect("cases:show_case", case_id)
