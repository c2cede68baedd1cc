from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.kernel.references import new_id
from saldo.payments.queries import gateway_accounts, moves_money


@require_safe
def list_methods(request: StaffRequest) -> HttpResponse:
    """How customers can pay: the bank account that documents name, and the gateways of the portal."""
    actor, entity = request.actor, request.issuer
    actor.require("view_settings")
    accounts = gateway_accounts(actor.tenant_id, entity.id)
    context = {
        "entity": entity,
        "gateways": [{"account": one, "is_simulator": not moves_money(one.plugin)} for one in accounts],
        "may_connect": actor.may("connect_gateway"),
        "may_disconnect": actor.may("disconnect_gateways"),
        "new_id": new_id(),
    }
    return render(request, "console/list_methods.html", context)
