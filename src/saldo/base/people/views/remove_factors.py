from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people import actions
from saldo.base.people.models import User
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views.confirm import confirmed


@require_POST
@confirmed
def remove_factors(request: StaffRequest) -> HttpResponse:
    """Take an authenticator app or a passkey from one's own account; a second time changes nothing."""
    wanted = [int(one) for one in request.POST.getlist("factor") if one.isascii() and one.isdigit() and len(one) < 12]
    if actions.remove_factors(wanted, user=cast(User, request.user), actor=request.actor):
        messages.success(request, _("Removed. Signing in does not ask for it any more."))
    return redirect("people:show_security")
