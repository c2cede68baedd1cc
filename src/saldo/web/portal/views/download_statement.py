from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.customers.queries import billing_of
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import BadInput, NotFound
from saldo.kernel.locales import babel_locale
from saldo.kernel.money import exponent
from saldo.settlement.documents.statements import set_statement
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import home_of


@require_safe
@portal_page
def download_statement(_request: HttpRequest, visit: Visit, issuer_id: UUID, currency: str) -> HttpResponse:
    """The customer's account with one company in one currency as of today, as a PDF in the language of the pages."""
    issuer = visit.issuers_by_id.get(issuer_id)
    try:
        exponent(currency)
    except BadInput:
        issuer = None
    if issuer is None:
        raise NotFound()
    billing = billing_of(visit.tenant_id, [visit.customer_id])[visit.customer_id]
    on = business_date(visit.now, issuer.time_zone)
    body = set_statement(
        visit.tenant_id,
        billing,
        issuer=issuer,
        currency=currency,
        on=on,
        now=visit.now,
        url=settings.SALDO_BASE_URL + home_of(visit),
        language=babel_locale(visit.language),
    )
    name = f"{billing.number}-{on.isoformat()}.pdf"
    headers = {"Content-Disposition": content_disposition_header(False, name) or "inline"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
