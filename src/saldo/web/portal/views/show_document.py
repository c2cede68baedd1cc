from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.cases.queries import disputed_invoices
from saldo.invoices.choices import Delivery, InvoiceOrigin
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import lines_of
from saldo.kernel.calendar import business_date
from saldo.kernel.money import Money
from saldo.settlement.queries import allocations_of_invoices
from saldo.web.portal.queries import Visit, own_invoice
from saldo.web.portal.views.note_opened import note_opened
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page


@require_safe
@portal_page
def show_document(request: HttpRequest, visit: Visit, invoice_id: UUID) -> HttpResponse:
    """An invoice or a credit note: what it is for, what was settled of it, and its PDF."""
    sheet = own_invoice(visit, invoice_id)
    note_opened(request, visit, {sheet.id: sheet.delivery != Delivery.OPENED})
    lines = lines_of(visit.tenant_id, [sheet.id]).get(sheet.id, [])
    context = {
        "sheet": sheet,
        "lines": [(one, Money(one.net_minor, sheet.currency)) for one in lines],
        "net": Money(sheet.net_minor, sheet.currency),
        "tax": Money(sheet.tax_minor, sheet.currency),
        "settled": [one for one in allocations_of_invoices(visit.tenant_id, [sheet.id]) if one.is_live],
        "has_pdf": sheet.origin != InvoiceOrigin.IMPORTED,
        "status": status_of(
            visit, sheet, is_disputed=sheet.id in disputed_invoices(visit.tenant_id, [sheet.customer_id])
        ),
    }
    return show_page(request, visit, "show_document", context)


def status_of(visit: Visit, sheet: Sheet, *, is_disputed: bool) -> str:
    """A code of `ui.choices.STATUSES`."""
    if is_disputed:
        return "disputed"
    if not sheet.open_minor:
        return "credited" if sheet.kind == "credit_note" else "paid"
    today = business_date(visit.now, visit.issuers_by_id[sheet.legal_entity_id].time_zone)
    return "overdue" if sheet.due_on and sheet.due_on < today else "open"
