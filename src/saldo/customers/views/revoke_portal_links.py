from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.customers import actions
from saldo.customers.queries import get_customer


@require_POST
def revoke_portal_links(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Close every link that the customer has; a second time changes nothing."""
    get_customer(request.actor.tenant_id, customer_id)
    actions.revoke_portal_links([customer_id], actor=request.actor)
    messages.success(request, _("The links are closed. The next message brings a new one."))
    return redirect("console:show_customer", customer_id)
