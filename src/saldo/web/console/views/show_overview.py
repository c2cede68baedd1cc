from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.queries import count_waiting
from saldo.correspondence.choices import MessageState
from saldo.correspondence.queries import is_mail_held, unsent_counts
from saldo.invoices.queries.totals import overdue_totals
from saldo.ledger.queries.totals import total_balances


@require_safe
def show_overview(request: StaffRequest) -> HttpResponse:
    """Who owes us what, what is overdue, what waits for a person; every figure leads to its rows."""
    actor = request.actor
    actor.require("view_invoices")
    unsent = unsent_counts(actor.tenant_id)
    context = {
        "totals": total_balances(actor.tenant_id),
        "overdue": overdue_totals(actor.tenant_id, on=request.today),
        "waiting": count_waiting(actor.tenant_id, on=request.today),
        "today": request.today,
        "unsent": sum(unsent.values()),
        "uncertain": unsent[MessageState.UNCERTAIN],
        "is_mail_held": is_mail_held(),
        "may": actor.permissions,
    }
    return render(request, "console/show_overview.html", context)
