from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.queries import ISSUER_KEY
from saldo.invoices.actions import found_issuer
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id
from saldo.web.console.forms import CreateLegalEntityForm


@require_http_methods(["GET", "HEAD", "POST"])
def create_legal_entity(request: StaffRequest) -> HttpResponse:
    """A further company. The id comes with the form, so a second click makes no second one."""
    actor, entity = request.actor, request.issuer
    actor.require("create_legal_entity")
    if request.method == "POST":
        form = CreateLegalEntityForm(request.POST)
        if form.is_valid():
            details = dict(form.cleaned_data)
            try:
                found_issuer(details.pop("id"), details=details, actor=actor)
            except BadInput as error:
                show_refusal(form, error)
            else:
                request.session[ISSUER_KEY] = str(form.cleaned_data["id"])
                messages.success(request, _("The company is there. Complete what its documents shall say."))
                return redirect("console:change_legal_entity")
    else:
        kept = {name: getattr(entity, name) for name in ("country", "currency", "time_zone", "language")}
        form = CreateLegalEntityForm(initial={"id": new_id(), **kept})
    return render(request, "console/create_legal_entity.html", {"form": form}, status=422 if form.is_bound else 200)
