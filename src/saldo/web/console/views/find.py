from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import customers_by_number
from saldo.invoices.queries import find_invoices


@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """From the search field of every page: to the one invoice or customer with this number, else to the customers."""
    actor = request.actor
    actor.require("view_customers")
    words = request.GET.get("q", "").strip()[:200]
    if words:
        invoices = find_invoices(actor.tenant_id, on=request.today, number=words, limit=2).rows
        if len(invoices) == 1:
            return redirect("console:show_invoice", invoices[0].id)
        if invoices:
            return redirect(f"{reverse('invoices:find_invoices')}?{urlencode({'q': words})}")
        customer_id = customers_by_number(actor.tenant_id, [words]).get(words)
        if customer_id:
            return redirect("console:show_customer", customer_id)
    return redirect(f"{reverse('customers:find_customers')}?{urlencode({'q': words})}")
