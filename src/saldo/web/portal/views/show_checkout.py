from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.tenants.frame import frame
from saldo.invoices.queries import sheets_of
from saldo.kernel.money import Money
from saldo.payments.actions import refresh_checkouts
from saldo.payments.queries import CheckoutSheet, checkout_items
from saldo.web.portal.queries import Visit, own_checkout
from saldo.web.portal.views.limit_requests import ASKED, is_too_often
from saldo.web.portal.views.open_portal import outside_page
from saldo.web.portal.views.page import show_page


@require_safe
@outside_page
def show_checkout(request: HttpRequest, visit: Visit, checkout_id: UUID) -> HttpResponse:
    """What became of a payment. The gateway is asked, because the way back proves nothing; as often as one likes."""
    with frame(visit.tenant_id):
        own_checkout(visit, checkout_id)
    if not is_too_often(request, f"ask:{checkout_id}", most=ASKED):  # what is known is shown all the same
        refresh_checkouts([checkout_id], tenant_id=visit.tenant_id, actor=visit.actor)
    with frame(visit.tenant_id):
        checkout = own_checkout(visit, checkout_id)
        context = {"checkout": checkout, "parts": _parts(visit, checkout)}
        return show_page(request, visit, "show_checkout", context)


def _parts(visit: Visit, checkout: CheckoutSheet) -> list[tuple[str, str, Money]]:
    """Number, title and amount of each invoice that the payment is for."""
    items = checkout_items(visit.tenant_id, [checkout.id]).get(checkout.id, {})
    sheets = sheets_of(visit.tenant_id, items)
    return [
        (sheets[one].number or "", sheets[one].title, Money(minor, checkout.currency))
        for one, minor in items.items()
        if one in sheets
    ]
