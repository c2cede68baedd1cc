from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.invoices import queries
from saldo.invoices.policies.shown_status import shown_status
from saldo.invoices.queries import Shown
from saldo.kernel.errors import NotFound

PAGE = 50


@require_safe
def find_invoices(request: StaffRequest) -> HttpResponse:
    """Invoices, filtered by how they stand, by the beginning of their number, by customer."""
    actor = request.actor
    actor.require("view_invoices")
    shown = _shown(request.GET.get("shown", ""))
    number, customer_id = request.GET.get("q", "").strip()[:60], _customer_id(request.GET.get("customer", ""))
    page = queries.find_invoices(
        actor.tenant_id,
        on=request.today,
        shown=shown,
        number=number,
        customer_id=customer_id,
        cursor=request.GET.get("after") or None,
        before=request.GET.get("before") or None,
        turned=request.GET.get("sort") == "turned",
        limit=PAGE,
    )
    names = billing_of(
        actor.tenant_id, {one.customer_id for one in page.rows} | ({customer_id} if customer_id else set())
    )
    if customer_id and customer_id not in names:
        raise NotFound()
    context = {
        "rows": [
            {
                "invoice": one,
                "customer": names[one.customer_id],
                "status": shown_status(one, on=request.today),
                "amount": one.open if shown in (Shown.OPEN, Shown.OVERDUE) else one.total,
            }
            for one in page.rows
        ],
        "customer": names.get(customer_id) if customer_id else None,
        "shows_open": shown in (Shown.OPEN, Shown.OVERDUE),
        "filters": _filters(shown, number, customer_id),
        "next_cursor": page.cursor,
        "previous_cursor": page.previous,
        "may_draft": actor.may("draft_invoices"),
    }
    return render(request, "invoices/find_invoices.html", context)


def _filters(shown: Shown, number: str, customer_id: UUID | None) -> dict[str, object]:
    keep = {"shown": shown.value, "customer": str(customer_id) if customer_id else ""}
    words = {
        Shown.DRAFT: _("Drafts"),
        Shown.OPEN: _("Open"),
        Shown.OVERDUE: _("Overdue"),
        Shown.SETTLED: _("Settled"),
        Shown.CREDIT_NOTES: _("Credit notes"),
    }
    chips = []
    for one, label in words.items():
        is_on = one is shown
        query = {"q": number, "shown": "" if is_on else one.value, "customer": keep["customer"]}
        url = "?" + urlencode({name: value for name, value in query.items() if value})
        chips.append({"label": label, "url": url, "is_on": is_on})
    return {
        "label": _("Find an invoice"),
        "placeholder": _("Beginning of the number"),
        "query": number,
        "chips": chips,
        "keep": [(name, value) for name, value in keep.items() if value and value != "all"],
    }


def _shown(text: str) -> Shown:
    return Shown(text) if text in list(Shown) else Shown.ALL


def _customer_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None
