from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import get_customer
from saldo.invoices.choices import InvoiceKind, InvoiceOrigin
from saldo.invoices.queries.archive import issued_of, years_of
from saldo.kernel.errors import NotFound


@require_safe
def list_documents(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """What a customer has been sent, year by year, as PDF."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_invoices")
    customer = get_customer(tenant_id, customer_id)
    years = years_of(tenant_id, customer_id)
    wanted = request.GET.get("year", "")
    if wanted and wanted not in map(str, years):
        raise NotFound()
    year = int(wanted) if wanted else (years[0] if years else 0)
    context = {
        "customer": customer,
        "year": year,
        "rows": [
            {
                "document": one,
                "kind": InvoiceKind(one.kind).label,
                "has_paper": one.origin == InvoiceOrigin.WRITTEN,
            }
            for one in (issued_of(tenant_id, customer_id, year=year) if year else [])
        ],
        "filters": {
            "chips": [{"label": str(one), "url": f"?year={one}", "is_on": one == year} for one in years],
            "count": _("Receipts stand with their payments."),
        },
    }
    return render(request, "console/list_documents.html", context)
