from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.invoices.actions import document_of
from saldo.invoices.choices import Delivery
from saldo.settlement.actions import receipt_document
from saldo.web.portal.queries import Visit, own_invoice, own_payment
from saldo.web.portal.views.note_opened import note_opened
from saldo.web.portal.views.open_portal import portal_page

if TYPE_CHECKING:
    from saldo.base.files.models import File


@require_safe
@portal_page
def download_document(request: HttpRequest, visit: Visit, invoice_id: UUID) -> HttpResponse:
    """The PDF of an invoice or a credit note, to be read in the browser or kept."""
    sheet = own_invoice(visit, invoice_id)
    file = document_of(sheet.id, actor=visit.actor)
    note_opened(request, visit, {sheet.id: sheet.delivery != Delivery.OPENED})
    return _pdf(file)


@require_safe
@portal_page
def download_receipt(_request: HttpRequest, visit: Visit, payment_id: UUID) -> HttpResponse:
    """The PDF of a payment's receipt."""
    return _pdf(receipt_document(own_payment(visit, payment_id).id, actor=visit.actor))


def _pdf(file: File) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(False, file.name) or "inline"}
    return HttpResponse(bytes(file.body), content_type=file.media_type, headers=headers)
