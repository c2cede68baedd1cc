from __future__ import annotations

from typing import cast

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.invoices.documents.sample import sample_mail
from saldo.web.console.forms import LegalEntityForm


@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'none'"],
    }
)
def show_sample_mail(request: HttpRequest) -> HttpResponse:
    """The mail that would carry an invented invoice, as mail programs show it: with the styles written into it.

    Nothing in it can run, and only a page of ours may frame it.
    """
    staff = cast(StaffRequest, request)
    staff.actor.require("change_legal_entity")
    tried = LegalEntityForm(request.GET).tried_on(staff.issuer)
    return HttpResponse(sample_mail(tried, on=staff.today).html)
