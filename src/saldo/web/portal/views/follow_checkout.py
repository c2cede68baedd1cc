from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from saldo.base.tenants.frame import frame
from saldo.payments.choices import CheckoutState
from saldo.web.portal.queries import Visit, own_checkout
from saldo.web.portal.views.open_checkout import lead_to_gateway
from saldo.web.portal.views.open_portal import outside_page
from saldo.web.portal.views.page import show_page


@require_http_methods(["GET", "HEAD", "POST"])
@outside_page
def follow_checkout(request: HttpRequest, visit: Visit, checkout_id: UUID) -> HttpResponse:
    """The step to the gateway's page: it opens by itself, and by a link. POST asks a gateway that did not answer.

    A checkout that is over leads to what became of it.
    """
    with frame(visit.tenant_id):
        checkout = own_checkout(visit, checkout_id)
        if checkout.state in (CheckoutState.NEW, CheckoutState.OPEN) and request.method != "POST":
            context = {"checkout": checkout, "is_ready": checkout.url.startswith(("https://", "http://"))}
            return show_page(request, visit, "follow_checkout", context)
    if checkout.state in (CheckoutState.NEW, CheckoutState.OPEN):
        return lead_to_gateway(visit, checkout_id)
    return HttpResponseRedirect(reverse("portal:show_checkout", args=[visit.token, checkout_id]))
