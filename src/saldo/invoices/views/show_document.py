from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.invoices.actions import document_of
from saldo.invoices.queries import get_invoice


@require_safe
def show_document(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The PDF of an issued invoice or credit note, made now if nobody has made it yet. `?save` downloads it."""
    actor = request.actor
    actor.require("view_invoices")
    get_invoice(actor.tenant_id, invoice_id)
    file = document_of(invoice_id, actor=actor)
    response = HttpResponse(bytes(file.body), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header("save" in request.GET, file.name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
