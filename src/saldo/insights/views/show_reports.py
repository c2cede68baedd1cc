from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.insights.documents.pictures import cash_picture, dso_answer
from saldo.insights.queries import figures


@require_safe
def show_reports(request: StaffRequest) -> HttpResponse:
    """Which reports there are, each with its answer of today."""
    actor, issuer = request.actor, request.issuer
    actor.require("view_insights")
    found = figures(actor.tenant_id, [one.id for one in request.issuers], on=request.today)
    cash = cash_picture(found, issuer.currency)
    goal = found.goals.get(issuer.id) if len(request.issuers) == 1 else None
    context = {
        "owed": [found.owed(code) for code in found.currencies],
        "dso": dso_answer(found.points(issuer.currency), goal),
        "cash": cash.summary if cash else "",
    }
    return render(request, "insights/show_reports.html", context)
