from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.cases.queries import get_case
from saldo.cases.views.case_page import case_page


@require_safe
def show_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What a customer asked or objected to, what was written since, and the ways to go on."""
    request.actor.require("view_cases")
    return case_page(request, get_case(request.actor.tenant_id, case_id))
