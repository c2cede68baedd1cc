from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.web.console.forms import LegalEntityForm
from saldo.web.console.policies.look_of import look_of


@require_POST
def preview_legal_entity(request: StaffRequest) -> HttpResponse:
    """How documents and mails would look with what is typed so far; what makes no sense yet is left as it was."""
    request.actor.require("change_legal_entity")
    tried = LegalEntityForm(request.POST).tried_on(request.issuer)
    return render(request, "console/legal_entity_preview.html", {"look": look_of(tried, kept=request.issuer)})
