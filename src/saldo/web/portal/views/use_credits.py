from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from saldo.kernel.calendar import business_date
from saldo.settlement import actions
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import home_of


@require_POST
@portal_page
def use_credits(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let the customer's credit settle what is open, oldest first: no payment is needed for that."""
    today = business_date(visit.now, visit.seller.time_zone)
    actions.use_credits([visit.customer_id], on=today, actor=visit.actor)
    return HttpResponseRedirect(home_of(visit))
