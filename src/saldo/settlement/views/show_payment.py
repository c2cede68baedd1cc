from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.queries import messages_about
from saldo.customers.queries import billing_of
from saldo.invoices.queries import numbers_of
from saldo.payments.choices import PaymentMethod, PaymentOrigin
from saldo.payments.queries import get_payment
from saldo.settlement.queries import allocations_of_payments, receipt_of


@require_safe
def show_payment(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    """What came, what it settled, what is left of it, and its receipt."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("view_payments")
    payment = get_payment(tenant_id, payment_id)
    allocations = allocations_of_payments(tenant_id, [payment_id])
    numbers = numbers_of(tenant_id, [one.invoice_id for one in allocations])
    receipt = receipt_of(tenant_id, payment_id)
    about = [payment_id, receipt.id] if receipt else [payment_id]
    mails = messages_about(tenant_id, about, customer_ids=[payment.customer_id])
    context = {
        "payment": payment,
        "customer": billing_of(tenant_id, [payment.customer_id])[payment.customer_id],
        "method": PaymentMethod(payment.method).label,
        "origin": PaymentOrigin(payment.origin).label,
        "allocations": [{"allocation": one, "number": numbers.get(one.invoice_id, "")} for one in allocations],
        "receipt": receipt,
        "mails": list({one.id: one for some in mails.values() for one in some}.values()),
        "may_reverse": actor.may("reverse_payments") and not payment.is_reversed,
    }
    return render(request, "settlement/show_payment.html", context)
