from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.queries import ISSUER_KEY, get_legal_entity


@require_POST
def choose_legal_entity(request: StaffRequest, legal_entity_id: UUID) -> HttpResponse:
    """Look at another company of the account from now on, in this session. Raises NotFound."""
    request.actor.require("view_settings")
    entity = get_legal_entity(request.actor.tenant_id, legal_entity_id)
    request.session[ISSUER_KEY] = str(entity.id)
    messages.success(request, _("%(company)s is open now.") % {"company": entity.short_name})
    return redirect("console:list_legal_entities")
