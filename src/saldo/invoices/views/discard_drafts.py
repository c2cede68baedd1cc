from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.invoices import actions
from saldo.invoices.queries import get_invoice


@require_POST
def discard_drafts(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Remove a draft for good; it has no number, so none is lost."""
    get_invoice(request.actor.tenant_id, invoice_id)
    actions.discard_drafts([invoice_id], actor=request.actor).raise_if_refused()
    messages.success(request, _("The draft is gone."))
    return redirect("invoices:find_invoices")
