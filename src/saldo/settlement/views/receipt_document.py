from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.payments.queries import get_payment
from saldo.settlement import actions


@require_safe
def receipt_document(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    """The PDF of a payment's receipt, made now if nobody has made it yet. `?save` downloads it."""
    get_payment(request.actor.tenant_id, payment_id)
    file = actions.receipt_document(payment_id, actor=request.actor)
    response = HttpResponse(bytes(file.body), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header("save" in request.GET, file.name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
