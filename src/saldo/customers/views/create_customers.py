from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.customers import actions
from saldo.customers.forms import CreateCustomersForm
from saldo.kernel.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def create_customers(request: StaffRequest) -> HttpResponse:
    """The form of a new customer. Sent twice it makes one; a number that is taken is said at its field."""
    actor = request.actor
    actor.require("create_customers")
    if request.method == "POST":
        form = CreateCustomersForm(request.POST)
        if form.is_valid():
            outcome = actions.create_customers([form.new_customer()], actor=actor)
            if outcome.ok:
                messages.success(request, _("%(name)s is a customer now.") % {"name": form.cleaned_data["name"]})
                return redirect("console:show_customer", outcome.only())
            for one in outcome.refused:
                show_refusal(form, BadInput(one.code, one.sentence, field=one.field))
    else:
        issuer = request.issuer
        form = CreateCustomersForm(
            initial={"language": issuer.language, "contact_language": issuer.language, "country": issuer.country}
        )
    return render(request, "customers/create_customers.html", {"form": form}, status=422 if form.is_bound else 200)
