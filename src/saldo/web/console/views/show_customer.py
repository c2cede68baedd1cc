from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import TaskKind, reason_label
from saldo.collections.queries.tasks import next_step_of
from saldo.correspondence.queries import timeline
from saldo.customers.queries import contacts_of, get_customer
from saldo.invoices.policies.shown_status import shown_status
from saldo.invoices.queries import find_invoices, open_invoices_of
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances
from saldo.payments.queries.payments import find_payments
from saldo.web.console.queries import customer_events

LATEST = 15


@require_safe
def show_customer(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Where we stand with a customer: one balance for each currency, what is open, what happened, what comes next."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_customers")
    customer = get_customer(tenant_id, customer_id)
    open_invoices = open_invoices_of(tenant_id, [customer_id])[customer_id]
    messages = timeline(tenant_id, customer_id, limit=LATEST)
    payments = find_payments(tenant_id, customer_id=customer_id, limit=LATEST)
    issued = find_invoices(tenant_id, on=request.today, customer_id=customer_id, limit=LATEST)
    events = customer_events(messages.items, payments.payments, issued.rows)
    context = {
        "customer": customer,
        "contacts": contacts_of(tenant_id, customer_id),
        "balances": _balances(tenant_id, customer_id, open_invoices, request),
        "rows": [{"invoice": one, "status": shown_status(one, on=request.today)} for one in open_invoices],
        "events": events[:LATEST],
        "next": (step := next_step_of(tenant_id, customer_id)),
        "next_words": TaskKind(step.task_kind).label if step.task_kind else "",
        "why_silent": reason_label(step.silence) if step.silence else "",
        "note_id": new_id(),
        "may": actor.permissions,
    }
    return render(request, "console/show_customer.html", context)


def _balances(
    tenant_id: UUID, customer_id: UUID, open_invoices: list[Any], request: StaffRequest
) -> list[dict[str, Any]]:
    """The ledger's balance in each currency, and how much of it is overdue today."""
    overdue: dict[str, Any] = {}
    for one in open_invoices:
        if one.due_on is not None and one.due_on < request.today:
            overdue[one.currency] = overdue.get(one.currency, one.open - one.open) + one.open
    return [
        {
            "net": one.net,
            "receivable": one.receivable,
            "credit": one.credit,
            "overdue": overdue.get(one.net.currency),
        }
        for one in customer_balances(tenant_id, [customer_id])[customer_id]
    ]
