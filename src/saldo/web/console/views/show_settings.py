from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.numbering.queries import series_cards
from saldo.base.people.queries import list_api_keys, list_members
from saldo.base.people.schemas import StaffRequest
from saldo.collections.queries import current_policy
from saldo.correspondence.choices import MessageState
from saldo.correspondence.queries import is_mail_held, unsent_counts
from saldo.payments.queries import gateway_accounts
from saldo.taxes.queries import tax_codes


@require_safe
def show_settings(request: StaffRequest) -> HttpResponse:
    """Everything that can be set, each with how it stands; one page for each."""
    actor, entity = request.actor, request.issuer
    actor.require("view_settings")
    context = {
        "entity": entity,
        "issuers": request.issuers,
        "members": list_members(actor.tenant_id),
        "api_keys": list_api_keys(actor.tenant_id),
        "rules": current_policy(actor.tenant_id, entity.id).rules,
        "series": [one for one in series_cards(actor.tenant_id, entity.id, on=request.today) if one.kind == "invoice"],
        "tax_codes": [one.name for one in tax_codes(actor.tenant_id, entity.id)],
        "gateways": [one.name for one in gateway_accounts(actor.tenant_id, entity.id)],
        "is_mail_held": is_mail_held(),
        "held": unsent_counts(actor.tenant_id)[MessageState.HELD],
    }
    return render(request, "console/show_settings.html", context)
