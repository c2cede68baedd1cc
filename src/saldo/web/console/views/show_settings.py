from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.choices import Role
from saldo.base.people.queries import list_api_keys, list_members
from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import StepMode
from saldo.collections.queries import current_policy
from saldo.taxes.queries import tax_codes


@require_safe
def show_settings(request: StaffRequest) -> HttpResponse:
    """The company, its people, its API keys, its taxes, its way of reminding."""
    actor = request.actor
    actor.require("view_settings")
    policy = current_policy(actor.tenant_id, request.issuer.id)
    context = {
        "entity": request.issuer,
        "members": [(one, Role(one.role).label) for one in list_members(actor.tenant_id)],
        "api_keys": list_api_keys(actor.tenant_id),
        "rules": policy.rules,
        "steps": [{"step": one, "mode": StepMode(one.mode).label} for one in policy.rules.steps],
        "tax_codes": tax_codes(actor.tenant_id, request.issuer.id),
    }
    return render(request, "console/show_settings.html", context)
