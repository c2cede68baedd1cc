from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.kernel.locales import babel_locale, format_number
from saldo.taxes.queries import tax_codes


@require_safe
def list_tax_codes(request: StaffRequest) -> HttpResponse:
    """The taxes that a line of an invoice may carry, and what documents say of them."""
    actor = request.actor
    actor.require("view_settings")
    locale = babel_locale(get_language() or "en")
    codes = tax_codes(actor.tenant_id, request.issuer.id)
    rows = [(one, format_number(one.rate.normalize(), locale)) for one in codes]
    return render(request, "taxes/list_tax_codes.html", {"rows": rows, "entity": request.issuer})
