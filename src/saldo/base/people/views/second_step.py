from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import PasskeyForm, SecondStepForm
from saldo.base.people.models import User
from saldo.base.people.queries import factors_of
from saldo.base.people.views import passkeys
from saldo.base.people.views.entry import PENDING_KEY, enter
from saldo.base.tenants.frame import outside

PATIENCE_SECONDS = 600
MOST, WINDOW_SECONDS = 8, 900
STILL_GOOD_SECONDS = 120  # an app's code is good for a while after it was used, and must not be good twice


@outside
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: a code of the authenticator app, a recovery code, or a passkey."""
    pending = request.session.get(PENDING_KEY)
    user = _who_waits(pending)
    if pending is None or user is None:
        request.session.pop(PENDING_KEY, None)
        return redirect("people:sign_in")
    if "passkey" in request.GET:
        return passkeys.ask_for(user)
    form = SecondStepForm()
    if request.method == "POST":
        if actions.count_attempt(f"second_step:{user.id}", most=MOST, seconds=WINDOW_SECONDS, actor=None):
            request.session.pop(PENDING_KEY, None)
            messages.error(request, _("That was tried too often. Wait a quarter of an hour, then sign in again."))
            return redirect("people:sign_in")
        form = SecondStepForm(request.POST)
        if _is_proved(request, user, form):
            actions.forget_attempts(f"second_step:{user.id}", actor=None)
            return enter(request, user, pending["target"])
        if not form.errors:
            form.add_error("code", _("This code or passkey was not accepted. Try again."))
    context = {"form": form, "factors": factors_of(user.id), "passkeys_possible": passkeys.are_possible(request)}
    return render(request, "people/second_step.html", context, status=422 if form.is_bound else 200)


def _who_waits(pending: dict[str, Any] | None) -> User | None:
    if pending is None or time.time() - pending["at"] > PATIENCE_SECONDS:
        return None
    return User.objects.filter(id=pending["user"], is_active=True).first()


def _is_proved(request: HttpRequest, user: User, form: SecondStepForm) -> bool:
    if "credential" in request.POST:
        passkey = PasskeyForm(request.POST)
        form.errors.clear()
        return passkey.is_valid() and passkeys.answered(user, passkey.cleaned_data["credential"])
    return form.is_valid() and _is_code(user, form.cleaned_data["code"])


def _is_code(user: User, code: str) -> bool:
    """Whether it is a code of the app, used for the first time, or a recovery code that was not used yet."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for factor in Authenticator.objects.filter(user_id=user.id, type__in=kinds).order_by("-type"):
        if factor.wrap().validate_code(code):
            factor.record_usage()
            return not actions.count_attempt(f"used:{user.id}:{code}", most=1, seconds=STILL_GOOD_SECONDS, actor=None)
    return False
