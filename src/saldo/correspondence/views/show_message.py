from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.choices import CallOutcome, MessageState
from saldo.correspondence.queries import get_message, news_of
from saldo.customers.queries import get_customer


@require_safe
def show_message(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """One message as it was written, and what became of it."""
    actor = request.actor
    actor.require("view_correspondence")
    message = get_message(actor.tenant_id, message_id)
    may_retry = message.state in (MessageState.QUEUED, MessageState.REFUSED, MessageState.UNCERTAIN)
    context = {
        "message": message,
        "customer": get_customer(actor.tenant_id, message.customer_id),
        "news": news_of(actor.tenant_id, [message_id]).get(message_id, ()),
        "may_retry": may_retry and actor.may("retry_messages"),
        "is_uncertain": message.state == MessageState.UNCERTAIN,
        "is_ours": message.state not in (MessageState.WRITTEN, MessageState.RECEIVED),
        "issuer_name": request.issuer.short_name,
        "outcome": CallOutcome(message.outcome).label if message.outcome in CallOutcome.values else "",
    }
    return render(request, "correspondence/show_message.html", context)
