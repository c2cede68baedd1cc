from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.kernel.errors import NotFound
from saldo.payments import actions


@require_POST
def disconnect_gateways(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Begin no more payments through a gateway; a second time changes nothing. Raises NotFound."""
    if not actions.disconnect_gateways([account_id], actor=request.actor).ok:
        raise NotFound()
    messages.success(request, _("Customers cannot pay through it any more. Payments on their way still arrive."))
    return redirect("console:list_methods")
