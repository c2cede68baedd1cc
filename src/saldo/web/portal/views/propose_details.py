from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from saldo.cases.choices import CaseKind
from saldo.web.portal.forms import DetailsForm
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page
from saldo.web.portal.views.take_case import take_case


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def propose_details(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where the customer would like to be reached. A person takes it over: until then mails go where they went."""
    person = visit.entry.contact
    known = {
        "email": person.email if person else "",
        "phone": person.phone if person else "",
        "address": "\n".join(visit.entry.customer.address_lines),
    }
    form = DetailsForm(known, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return show_page(request, visit, "propose_details", {"form": form}, status=422 if form.is_bound else 200)
    return take_case(
        request, visit, form, template="propose_details", kind=CaseKind.CONTACT_CHANGE, proposed=form.proposed
    )
