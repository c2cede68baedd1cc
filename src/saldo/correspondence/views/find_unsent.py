from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence import queries

MOST = 200


@require_safe
def find_unsent(request: StaffRequest) -> HttpResponse:
    """What nobody can call sent: held, waiting, being sent, uncertain; the oldest first."""
    actor = request.actor
    actor.require("view_correspondence")
    counts = queries.unsent_counts(actor.tenant_id)
    context = {
        "cards": queries.find_unsent(actor.tenant_id, limit=MOST),
        "total": sum(counts.values()),
        "is_mail_held": queries.is_mail_held(),
        "may_retry": actor.may("retry_messages"),
    }
    return render(request, "correspondence/find_unsent.html", context)
