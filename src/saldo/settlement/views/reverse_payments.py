from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.invoices.queries import numbers_of
from saldo.kernel.errors import BadInput
from saldo.payments.queries import get_payment
from saldo.settlement import actions
from saldo.settlement.forms import ReversePaymentForm
from saldo.settlement.queries import allocations_of_payments


@require_http_methods(["GET", "HEAD", "POST"])
def reverse_payments(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    """Take a payment back, with the reason. What it settled is open again; a second time changes nothing."""
    actor = request.actor
    actor.require("reverse_payments")
    payment = get_payment(actor.tenant_id, payment_id)
    if payment.is_reversed:
        return redirect("settlement:show_payment", payment_id)
    form = ReversePaymentForm(request.POST or None, initial={"on": request.today})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        outcome = actions.reverse_payments([payment_id], on=data["on"], reason=data["reason"], actor=actor)
        if outcome.ok:
            messages.success(request, _("The payment is reversed. What it settled is open again."))
            return redirect("settlement:show_payment", payment_id)
        for one in outcome.refused:
            show_refusal(form, BadInput(one.code, one.sentence, field=one.field))
    live = [one for one in allocations_of_payments(actor.tenant_id, [payment_id]) if one.is_live]
    numbers = numbers_of(actor.tenant_id, [one.invoice_id for one in live])
    context = {
        "payment": payment,
        "form": form,
        "allocations": [{"allocation": one, "number": numbers.get(one.invoice_id, "")} for one in live],
    }
    return render(request, "settlement/reverse_payments.html", context, status=422 if form.is_bound else 200)
