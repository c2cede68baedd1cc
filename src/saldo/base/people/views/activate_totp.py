from __future__ import annotations

from typing import cast

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret, validate_totp_code
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import SecondStepForm
from saldo.base.people.models import User
from saldo.base.people.queries import factors_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views.confirm import confirmed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def activate_totp(request: StaffRequest) -> HttpResponse:
    """A secret for an authenticator app, as a picture and as text; in force once a code of the app proves it."""
    user = cast(User, request.user)
    secret = get_totp_secret(regenerate=request.method != "POST")
    form = SecondStepForm(request.POST or None)
    form.fields["code"].help_text = _("The six digits that the app shows now.")
    if form.is_bound and form.is_valid():
        if validate_totp_code(secret, form.cleaned_data["code"]):
            had_none = not factors_of(user.id)
            actions.activate_totp(user, secret=secret, actor=request.actor)
            clear_totp_secret(request)
            messages.success(request, _("Signing in asks for a code of your app from now on."))
            return redirect("people:renew_recovery_codes" if had_none else "people:show_security")
        form.add_error("code", _("This code or passkey was not accepted. Try again."))
    picture = segno.make(get_adapter().build_totp_url(user, secret), error="m")
    context = {
        "form": form,
        "picture": mark_safe(picture.svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True)),  # noqa: S308
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "people/activate_totp.html", context, status=422 if form.is_bound else 200)
