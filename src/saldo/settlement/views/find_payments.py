from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
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
    cursor = request.GET.get("after", "")
    page = queries.find_payments(actor.tenant_id, customer_id=customer_id, cursor=cursor, limit=PAGE)
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
        "next_cursor": page.next_cursor,
        "may_record": actor.may("record_payments"),
    }
    return render(request, "settlement/find_payments.html", context)


def _customer_id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None
