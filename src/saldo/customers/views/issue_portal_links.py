from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.customers import actions
from saldo.customers.queries import get_customer, primary_contacts


@require_POST
def issue_portal_links(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Show the customer's way into the portal, to be handed on by other means. The same link again while it is good."""
    actor = request.actor
    actor.require("issue_portal_links")
    customer = get_customer(actor.tenant_id, customer_id)
    contact = primary_contacts(actor.tenant_id, [customer_id]).get(customer_id)
    recipient = (customer_id, contact.id if contact else None)
    path = actions.issue_portal_links([recipient], actor=actor)[recipient]
    context = {"customer": customer, "contact": contact, "address": f"{settings.SALDO_BASE_URL}{path}"}
    response = render(request, "customers/issue_portal_links.html", context)
    response["Cache-Control"] = "no-store"
    return response
