from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.cases import actions
from saldo.cases.forms import CloseForm
from saldo.cases.queries import get_case
from saldo.cases.views.case_page import case_page


@require_POST
def close_cases(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Close a case without writing to the customer."""
    actor = request.actor
    actor.require("close_cases")
    case = get_case(actor.tenant_id, case_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, close=form)
    actions.close_cases([case_id], note=form.cleaned_data["note"], actor=actor).raise_if_refused()
    messages.success(request, _("It is closed."))
    return redirect("cases:show_case", case_id)
