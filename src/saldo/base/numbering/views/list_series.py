from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.numbering.choices import SeriesKind
from saldo.base.numbering.queries import series_cards
from saldo.base.people.schemas import StaffRequest


@require_safe
def list_series(request: StaffRequest) -> HttpResponse:
    """How documents are numbered, and the number that each kind gets next."""
    actor = request.actor
    actor.require("view_settings")
    cards = {one.kind: one for one in series_cards(actor.tenant_id, request.issuer.id, on=request.today)}
    context = {
        "series": [(kind.value, kind.label, cards.get(kind.value)) for kind in SeriesKind],
        "may_change": actor.may("change_series"),
    }
    return render(request, "numbering/list_series.html", context)
