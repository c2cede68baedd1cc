from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import get_customer
from saldo.invoices import actions
from saldo.invoices.views.draft_form import (
    fresh_page,
    ground_of,
    new_invoice_of,
    read_page,
    reshaped_page,
    show_refusals,
)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_invoices(request: StaffRequest) -> HttpResponse:
    """The form of a new draft. Sent twice it is one draft; more rows are given without judging what was typed."""
    actor, status = request.actor, 200
    actor.require("draft_invoices")
    ground = ground_of(request)
    if request.method != "POST":
        page = fresh_page(_initial(request), [], ground.taxes)
    elif reshaped := reshaped_page(request.POST, ground.taxes):
        page = reshaped
    else:
        page, customer_id = read_page(request, request.POST, ground.taxes)
        new = new_invoice_of(page, customer_id=customer_id, legal_entity_id=ground.issuer.id)
        if new:
            outcome = actions.draft_invoices([new], actor=actor)
            if outcome.ok:
                return redirect("console:show_invoice", outcome.only())
            show_refusals(page, outcome.refused)
        status = 422
    context = {**page.context(request, ground), "issuers": request.issuers if len(request.issuers) > 1 else []}
    return render(request, "invoices/draft_invoices.html", context, status=status)


def _initial(request: StaffRequest) -> dict[str, Any]:
    wanted = request.GET.get("customer", "")
    try:
        customer_id = UUID(wanted)
    except ValueError:
        return {}
    return {"customer": get_customer(request.actor.tenant_id, customer_id).number}
