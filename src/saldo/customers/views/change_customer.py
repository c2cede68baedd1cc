from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.customers import actions
from saldo.customers.forms import ChangeCustomerForm
from saldo.customers.queries import get_customer
from saldo.kernel.errors import BadInput, Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def change_customer(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """The form of a customer's details, terms and note."""
    actor = request.actor
    actor.require("change_customers")
    customer = get_customer(actor.tenant_id, customer_id)
    if request.method == "POST":
        form = ChangeCustomerForm(request.POST)
        if form.is_valid():
            try:
                actions.change_customer(customer_id, details=form.customer(), actor=actor)
            except Conflict as error:
                form.add_error("number", error.sentence)
            except BadInput as error:
                show_refusal(form, BadInput(error.code, error.sentence, field=_field_of(error)))
            else:
                messages.success(request, _("The changes are saved. Documents that were issued keep what they said."))
                return redirect("console:show_customer", customer_id)
    else:
        kept = {name: getattr(customer, name) for name in ChangeCustomerForm.base_fields if name != "address"}
        form = ChangeCustomerForm(initial={**kept, "address": "\n".join(customer.address_lines)})
    context = {"form": form, "customer": customer}
    return render(request, "customers/change_customer.html", context, status=422 if form.is_bound else 200)


def _field_of(error: BadInput) -> str | None:
    return "address" if error.field == "address_lines" else error.field
