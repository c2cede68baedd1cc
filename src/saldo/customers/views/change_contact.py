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
from saldo.customers.forms import ContactForm
from saldo.customers.queries import get_customer, primary_contacts
from saldo.kernel.errors import BadInput

_FIELDS = {"name": "contact_name", "language": "contact_language"}


@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """The form of the primary contact. Saving it forgets a bounce; a new address closes the old portal links."""
    actor = request.actor
    actor.require("change_customers")
    customer = get_customer(actor.tenant_id, customer_id)
    contact = primary_contacts(actor.tenant_id, [customer_id]).get(customer_id)
    if request.method == "POST":
        form = ContactForm(request.POST)
        if form.is_valid():
            try:
                actions.change_contact(customer_id, details=form.contact(), actor=actor)
            except BadInput as error:
                field = _FIELDS.get(error.field or "", error.field)
                show_refusal(form, BadInput(error.code, error.sentence, field=field))
            else:
                messages.success(request, _("The contact is saved."))
                return redirect("console:show_customer", customer_id)
    elif contact is None:
        form = ContactForm(initial={"contact_language": customer.language})
    else:
        plain = {name: getattr(contact, name) for name in ("email", "salutation", "phone")}
        form = ContactForm(initial={**plain, "contact_name": contact.name, "contact_language": contact.language})
    context = {"form": form, "customer": customer, "contact": contact}
    return render(request, "customers/change_contact.html", context, status=422 if form.is_bound else 200)
