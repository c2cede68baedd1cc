from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import Billing, billing_of, find_customers
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.policies.shown_status import shown_status
from saldo.invoices.queries import get_invoice, open_invoices_of
from saldo.kernel.errors import BadInput, NotFound
from saldo.payments.actions import NewPayment
from saldo.settlement import actions
from saldo.settlement.forms import ReceivePaymentForm, items_of

MOST_INVOICES = 100


@require_http_methods(["GET", "HEAD", "POST"])
def receive_payments(request: StaffRequest) -> HttpResponse:
    """First whose payment it is, then the form. Sent twice it is one payment."""
    actor = request.actor
    actor.require("record_payments")
    invoice, customer = _whose(request)
    if customer is None:
        return _choose_customer(request)
    open_invoices = open_invoices_of(actor.tenant_id, [customer.customer_id])[customer.customer_id]
    shown = _shown(open_invoices, invoice)
    options: dict[str, Any] = {"invoices": shown, "currencies": _currencies(request, customer, open_invoices)}
    options["issuers"] = _issuers(request, invoice, open_invoices)
    if request.method == "POST":
        form = ReceivePaymentForm(request.POST, **options)
        payment_id = _receive(request, form, customer) if form.is_valid() else None
        if payment_id:
            messages.success(request, _("The payment is recorded."))
            return redirect("settlement:show_payment", payment_id)
    else:
        form = ReceivePaymentForm(initial=_initial(request, customer, invoice), **options)
    context = {
        "form": form,
        "customer": customer,
        "rows": [{**row, "status": shown_status(row["invoice"], on=request.today)} for row in form.item_rows()],
        "more": len(open_invoices) - len(shown),
    }
    return render(request, "settlement/receive_payments.html", context, status=422 if form.is_bound else 200)


def _whose(request: StaffRequest) -> tuple[Sheet | None, Billing | None]:
    """The invoice and the customer that the address names."""
    tenant_id = request.actor.tenant_id
    invoice_id, customer_id = _id(request.GET.get("invoice", "")), _id(request.GET.get("customer", ""))
    invoice = get_invoice(tenant_id, invoice_id) if invoice_id else None
    customer_id = invoice.customer_id if invoice else customer_id
    if customer_id is None:
        return None, None
    found = billing_of(tenant_id, [customer_id])
    if customer_id not in found:
        raise NotFound()
    return invoice, found[customer_id]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None


def _choose_customer(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    found = find_customers(request.actor.tenant_id, search=words, limit=20).customers
    filters = {"label": _("Find a customer"), "placeholder": _("Name, number or e-mail address"), "query": words}
    return render(request, "settlement/choose_customer.html", {"customers": found, "filters": filters})


def _shown(open_invoices: list[Sheet], invoice: Sheet | None) -> list[Sheet]:
    """Those that the form has a field for: the first due, and in any case the one that the address names."""
    shown = open_invoices[:MOST_INVOICES]
    beyond = [one for one in open_invoices[MOST_INVOICES:] if invoice and one.id == invoice.id]
    return [*beyond, *shown]


def _currencies(request: StaffRequest, customer: Billing, open_invoices: list[Sheet]) -> list[str]:
    wanted = [*(one.currency for one in open_invoices), customer.currency, request.issuer.currency]
    return list(dict.fromkeys(code for code in wanted if code))


def _issuers(request: StaffRequest, invoice: Sheet | None, open_invoices: list[Sheet]) -> list[tuple[str, str]]:
    """Our companies: that of the invoice, or of the first that is due, stands first; else the one that is chosen."""
    first = invoice or next(iter(open_invoices), None)
    likely = first.legal_entity_id if first else request.issuer.id
    ordered = sorted(request.issuers, key=lambda one: (one.id != likely, one.id != request.issuer.id))
    return [(str(one.id), one.short_name) for one in ordered]


def _initial(request: StaffRequest, customer: Billing, invoice: Sheet | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"received_on": request.today}
    if invoice and invoice.open_minor:
        amount = invoice.open.decimal
        initial |= {"amount": amount, "currency": invoice.currency, f"item-{invoice.id}": amount}
    return initial


def _receive(request: StaffRequest, form: ReceivePaymentForm, customer: Billing) -> UUID | None:
    data = form.cleaned_data
    new = NewPayment(
        id=data["id"],
        key=f"receive_payments:{data['id']}",
        customer_id=customer.customer_id,
        legal_entity_id=UUID(data["issuer"]),
        method=data["method"],
        amount=data["money"],
        received_on=data["received_on"],
        reference=data["reference"],
        note=data["note"],
    )
    items = items_of(data["said"], new.id)
    outcome = actions.receive_payments([new], items=items, on=None, actor=request.actor)
    for one in outcome.refused:
        field = {"date": "received_on"}.get(one.field or "", one.field)
        show_refusal(form, BadInput(one.code, one.sentence, field=field))
    return outcome.only() if outcome.ok else None
