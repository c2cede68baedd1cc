from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from saldo.cases.choices import CaseKind
from saldo.invoices.choices import InvoiceKind
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import open_invoices_of
from saldo.kernel.errors import NotFound
from saldo.kernel.locales import babel_locale, format_money
from saldo.web.portal.forms import ProblemForm
from saldo.web.portal.queries import Visit, own_invoice
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page
from saldo.web.portal.views.take_case import take_case


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def report_problem(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Something is wrong with an invoice: which, what, and in the customer's words. It is not asked for meanwhile."""
    chosen = _chosen(request, visit)
    sheets = _sheets(visit, chosen)
    if not sheets:
        raise NotFound()
    names = [(one.id, _name(one, visit.language)) for one in sheets.values()]
    form = ProblemForm(names, request.POST if request.method == "POST" else None, chosen=chosen.id if chosen else None)
    if not form.is_bound or not form.is_valid():
        return show_page(request, visit, "report_problem", {"form": form}, status=422 if form.is_bound else 200)
    sheet = sheets[UUID(form.cleaned_data["invoice"])]
    return take_case(
        request,
        visit,
        form,
        template="report_problem",
        kind=CaseKind.DISPUTE,
        legal_entity_id=sheet.legal_entity_id,
        invoice_id=sheet.id,
    )


def _chosen(request: HttpRequest, visit: Visit) -> Sheet | None:
    """The invoice that the customer comes from, paid or not, if they say so."""
    try:
        wanted = UUID((request.POST if request.method == "POST" else request.GET).get("invoice", ""))
    except ValueError:
        return None
    sheet = own_invoice(visit, wanted)
    return sheet if sheet.kind == InvoiceKind.INVOICE else None


def _sheets(visit: Visit, chosen: Sheet | None) -> dict[UUID, Sheet]:
    found = open_invoices_of(visit.tenant_id, [visit.customer_id])[visit.customer_id]
    return {one.id: one for one in ([chosen] if chosen else []) + found}


def _name(sheet: Sheet, language: str) -> str:
    amount = format_money(sheet.total, babel_locale(language))
    return " · ".join(part for part in (sheet.number, amount, sheet.title[:60]) if part)
