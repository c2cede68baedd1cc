from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.customers.actions import issue_portal_links
from saldo.customers.queries import billing_of
from saldo.kernel.errors import BadInput, NotFound
from saldo.kernel.money import exponent
from saldo.settlement.documents.statements import set_statement

FIRST_YEAR = 1970


@require_safe
def show_statement(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """A customer's statement of account as a PDF.

    `?currency=`, `?on=` (a day) and `?issuer=` (a legal entity's id) choose; without them the customer's currency,
    today and the first company.
    """
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_payments")
    billing = billing_of(tenant_id, [customer_id]).get(customer_id)
    issuers = {str(one.id): one for one in list_legal_entities(tenant_id)}
    issuer = issuers.get(request.GET.get("issuer", "") or next(iter(issuers)))
    if billing is None or issuer is None:
        raise NotFound()
    currency = request.GET.get("currency", "") or billing.currency
    exponent(currency)
    links = {}
    if billing.contact_id and actor.may("issue_portal_links"):
        links = issue_portal_links([(customer_id, billing.contact_id)], actor=actor)
    path = next(iter(links.values()), "")
    on = _day(request, issuer_today=request.today)
    body = set_statement(
        tenant_id,
        billing,
        issuer=issuer,
        currency=currency,
        on=on,
        now=current_frame().now,
        url=settings.SALDO_BASE_URL + path if path else "",
    )
    return statement_response(body, number=billing.number, on=on)


def statement_response(body: bytes, *, number: str, on: date) -> HttpResponse:
    """The PDF, to be read in the browser or kept under a name that says whose it is and of which day."""
    name = f"{number}-{on.isoformat()}.pdf"
    headers = {"Content-Disposition": content_disposition_header(False, name) or "inline"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _day(request: HttpRequest, *, issuer_today: date) -> date:
    asked = request.GET.get("on", "")
    if not asked:
        return issuer_today
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise BadInput("bad_day", "This is not a day.", field="on") from None
    if day.year < FIRST_YEAR:  # the year before it is counted back from the day
        raise BadInput("bad_day", "This is not a day.", field="on")
    return day
