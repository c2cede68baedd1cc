from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from saldo.base.inbox.plugins import plugin_names
from saldo.base.people.schemas import StaffRequest
from saldo.kernel.references import new_id
from saldo.payments import actions
from saldo.web.console.forms import ConnectGatewayForm

NOT_OFFERED = {"null"}


@require_http_methods(["GET", "HEAD", "POST"])
def connect_gateway(request: StaffRequest) -> HttpResponse:
    """Another gateway; the address to which it reports is shown this once."""
    actor = request.actor
    actor.require("connect_gateway")
    plugins = [one for one in plugin_names("gateway") if one not in NOT_OFFERED]
    form = ConnectGatewayForm(request.POST or None, plugins=plugins, initial={"id": new_id()})
    if form.is_valid():
        data = form.cleaned_data
        address = actions.connect_gateway(
            data["id"],
            legal_entity_id=request.issuer.id,
            plugin=data["plugin"],
            name=data["name"],
            config=data["settings"],
            actor=actor,
        )
        return render(request, "console/show_gateway_address.html", {"name": data["name"], "address": address})
    return render(request, "console/connect_gateway.html", {"form": form}, status=422 if form.is_bound else 200)
