from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.invoices.documents import sample
from saldo.web.console.forms import LegalEntityForm

PIXELS_PER_INCH = 110


@require_safe
def draw_sample(request: StaffRequest) -> HttpResponse:
    """An invented invoice of the issuer as a picture, with the details that the address names."""
    request.actor.require("change_legal_entity")
    tried = LegalEntityForm(request.GET).tried_on(request.issuer)
    body = sample.draw_sample(tried, on=request.today, ppi=PIXELS_PER_INCH)
    return HttpResponse(body, content_type="image/png", headers={"Cache-Control": "private, max-age=300"})
