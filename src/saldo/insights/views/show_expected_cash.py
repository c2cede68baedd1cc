from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.insights.documents.pictures import cash_picture
from saldo.insights.policies.expectation import FEWEST, LATEST
from saldo.insights.queries import figures
from saldo.kernel.money import Money


@require_safe
def show_expected_cash(request: StaffRequest) -> HttpResponse:
    """What comes in the next weeks, if it goes badly, most likely, if it goes well; in each currency by itself."""
    actor = request.actor
    actor.require("view_insights")
    found = figures(actor.tenant_id, [one.id for one in request.issuers], on=request.today)
    sections = []
    for code in found.currencies:
        picture = cash_picture(found, code)
        if picture is None:
            continue
        weeks = found.weeks(code)
        sections.append(
            {
                "currency": code,
                "picture": picture,
                "rows": [
                    {
                        "starts_on": one.starts_on,
                        "ends_on": one.starts_on + timedelta(days=6),
                        "likely": Money(one.likely, code),
                        "total_low": Money(one.total_low, code),
                        "total_likely": Money(one.total_likely, code),
                        "total_high": Money(one.total_high, code),
                    }
                    for one in weeks
                ],
                "within": Money(weeks[-1].total_likely, code),
                "later": found.owed(code) - Money(weeks[-1].total_likely, code),
                "owed": found.owed(code),
            }
        )
    context = {"sections": sections, "known_at": found.known_at, "latest": LATEST, "fewest": FEWEST}
    return render(request, "insights/show_expected_cash.html", context)
