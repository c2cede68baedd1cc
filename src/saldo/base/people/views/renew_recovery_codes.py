from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.models import User
from saldo.base.people.queries import factors_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views.confirm import confirmed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def renew_recovery_codes(request: StaffRequest) -> HttpResponse:
    """The codes that are left, to be printed or copied; posted, ten new ones take their place."""
    user = cast(User, request.user)
    if not factors_of(user.id):
        messages.info(request, _("Recovery codes come with an authenticator app or a passkey. Add one first."))
        return redirect("people:show_security")
    if request.method == "POST":
        actions.renew_recovery_codes(user, actor=request.actor)
        messages.success(request, _("These are your new codes. The earlier ones open nothing any more."))
        return redirect("people:renew_recovery_codes")
    kept = Authenticator.objects.get(user_id=user.id, type=Authenticator.Type.RECOVERY_CODES)
    codes = [f"{code[:4]} {code[4:]}" for code in kept.wrap().get_unused_codes()]
    return render(request, "people/renew_recovery_codes.html", {"codes": codes, "copied": "\n".join(codes)})
