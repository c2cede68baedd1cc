from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.web.portal.queries import Visit, papers_of
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page


@require_safe
@portal_page
def list_documents(request: HttpRequest, visit: Visit, year: int | None = None) -> HttpResponse:
    """Invoices, credit notes, payments and their receipts, year by year."""
    return show_page(request, visit, "list_documents", {"papers": papers_of(visit, year=year)})
