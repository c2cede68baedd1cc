from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import reason_label
from saldo.collections.queries import left_alone

MOST = 500


@require_safe
def show_left_alone(request: StaffRequest) -> HttpResponse:
    """Customers of whom something is overdue and who are not written to, each with the reason."""
    actor = request.actor
    actor.require("view_collections")
    found = left_alone(actor.tenant_id, limit=MOST)
    rows = [{"standing": one, "why": reason_label(one.silence)} for one in found]
    return render(request, "collections/show_left_alone.html", {"left_alone": rows, "is_cut": len(found) == MOST})
