from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.invoices.actions import change_issuer
from saldo.kernel.errors import BadInput
from saldo.web.console.forms import LegalEntityForm


@require_http_methods(["GET", "HEAD", "POST"])
def change_legal_entity(request: StaffRequest) -> HttpResponse:
    """The form of the issuer's details."""
    actor, entity = request.actor, request.issuer
    actor.require("change_legal_entity")
    if request.method == "POST":
        form = LegalEntityForm(request.POST)
        if form.is_valid():
            try:
                change_issuer(entity.id, details=form.details(), actor=actor)
            except BadInput as error:
                show_refusal(form, error)
            else:
                messages.success(request, _("Saved. Documents that were issued keep what they said."))
                return redirect("console:show_settings")
    else:
        kept = {name: getattr(entity, name) for name in LegalEntityForm.base_fields if name != "address"}
        form = LegalEntityForm(initial={**kept, "address": "\n".join(entity.address_lines)})
    status = 422 if form.is_bound else 200
    return render(request, "console/change_legal_entity.html", {"form": form}, status=status)
