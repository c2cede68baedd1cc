from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers import queries
from saldo.ledger.queries import customer_balances

PAGE = 50


@require_safe
def find_customers(request: StaffRequest) -> HttpResponse:
    """Customers by name, each with what they owe in every currency."""
    actor = request.actor
    actor.require("view_customers")
    search, after = request.GET.get("q", "").strip()[:200], request.GET.get("after") or None
    page = queries.find_customers(
        actor.tenant_id,
        search=search,
        cursor=after,
        before=request.GET.get("before") or None,
        turned=request.GET.get("sort") == "turned",
        limit=PAGE,
    )
    balances = customer_balances(actor.tenant_id, [one.customer_id for one in page.customers])
    context = {
        "rows": [{"customer": one, "balances": balances[one.customer_id]} for one in page.customers],
        "filters": {"label": _("Find a customer"), "placeholder": _("Name, number or e-mail address"), "query": search},
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
        "is_first": after is None or page.previous_cursor is not None,
        "may_create": actor.may("create_customers"),
    }
    return render(request, "customers/find_customers.html", context)
