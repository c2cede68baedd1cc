from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.kernel.errors import NotFound
from saldo.payments import queries
from saldo.payments.choices import PaymentMethod

PAGE = 50


@require_safe
def find_payments(request: StaffRequest) -> HttpResponse:
    """Payments, the newest day first; of one customer where the address names one."""
    actor = request.actor
    actor.require("view_payments")
    customer_id = _customer_id(request.GET.get("customer", ""))
    unused = request.GET.get("shown") == "unused"
    page = queries.find_payments(
        actor.tenant_id,
        customer_id=customer_id,
        unused=unused,
        cursor=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        turned=request.GET.get("sort") == "turned",
        limit=PAGE,
    )
    wanted = {one.customer_id for one in page.payments} | ({customer_id} if customer_id else set())
    names = billing_of(actor.tenant_id, wanted)
    if customer_id and customer_id not in names:
        raise NotFound()
    context = {
        "rows": [
            {"payment": one, "customer": names[one.customer_id], "method": PaymentMethod(one.method).label}
            for one in page.payments
        ],
        "customer": names.get(customer_id) if customer_id else None,
        "filters": {"chips": [_unused_chip(unused, customer_id)]},
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
        "may_record": actor.may("record_payments"),
    }
    return render(request, "settlement/find_payments.html", context)


def _unused_chip(is_on: bool, customer_id: UUID | None) -> dict[str, object]:
    query = {"shown": "" if is_on else "unused", "customer": str(customer_id or "")}
    url = "?" + urlencode({name: value for name, value in query.items() if value})
    return {"label": _("Not used yet"), "url": url, "is_on": is_on}


def _customer_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None
