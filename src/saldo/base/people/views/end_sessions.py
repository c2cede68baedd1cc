from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saldo.base.people import actions
from saldo.base.people.models import User
from saldo.base.people.queries import browsers_of
from saldo.base.people.schemas import StaffRequest


@require_POST
def end_sessions(request: StaffRequest) -> HttpResponse:
    """Sign out of one browser, or of all but this one."""
    user = cast(User, request.user)
    browsers = browsers_of(user.id, session_key=request.session.session_key, now=timezone.now())
    wanted = request.POST.get("browser", "")
    others = [one.id for one in browsers if not one.is_this_one and wanted in ("others", str(one.id))]
    ended = actions.end_sessions(others, actor=request.actor)
    words = ngettext("%(number)s browser is signed out.", "%(number)s browsers are signed out.", ended)
    messages.success(request, words % {"number": ended})
    return redirect("people:show_security")
