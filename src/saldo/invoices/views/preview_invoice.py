from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame
from saldo.invoices.documents import preview


@require_safe
def preview_invoice(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The draft as a PDF, as the customer would see it if it were issued today. Kept nowhere."""
    actor = request.actor
    actor.require("view_invoices")
    body = preview.preview_invoice(actor.tenant_id, invoice_id, on=request.today, now=current_frame().now)
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="draft.pdf"', "Cache-Control": "no-store"},
    )
