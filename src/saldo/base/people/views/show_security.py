from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from saldo.base.people.models import User
from saldo.base.people.queries import browsers_of, factors_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views import passkeys


@require_safe
def show_security(request: StaffRequest) -> HttpResponse:
    """How this person's account is protected, and where they are signed in."""
    user = cast(User, request.user)
    context = {
        "factors": factors_of(user.id),
        "browsers": browsers_of(user.id, session_key=request.session.session_key, now=timezone.now()),
        "passkeys_possible": passkeys.are_possible(request),
    }
    return render(request, "people/show_security.html", context)
