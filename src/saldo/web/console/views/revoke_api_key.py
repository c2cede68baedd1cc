from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people import actions
from saldo.base.people.schemas import StaffRequest


@require_POST
def revoke_api_key(request: StaffRequest, key_id: UUID) -> HttpResponse:
    """Close an API key at once; a second time changes nothing."""
    actions.revoke_api_key(key_id, actor=request.actor)
    messages.success(request, _("The key is closed. Programs that use it are refused from now on."))
    return redirect("console:list_api_keys")
