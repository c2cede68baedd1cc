from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import ConfirmForm, PasskeyForm
from saldo.base.people.models import User
from saldo.base.people.queries import factors_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views import passkeys
from saldo.base.people.views.entry import CONFIRMED_KEY, safe_target
from saldo.base.tenants.frame import outside

CONFIRMED_FOR_SECONDS = 900
MOST, WINDOW_SECONDS = 8, 900


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that changes how an account is protected: whoever sits there proves again who they are, then comes back.

    What was posted is not done: the person sees the page again and does it themselves.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if time.time() - request.session.get(CONFIRMED_KEY, 0) < CONFIRMED_FOR_SECONDS:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("people:show_security")
        return redirect(f"{reverse('people:confirm')}?{urlencode({'next': back})}")

    return guarded


@outside
@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password or a passkey once more; good for a quarter of an hour.

    Without a frame, so that a wrong password is counted although nothing else is changed.
    """
    user = cast(User, request.user)
    if "passkey" in request.GET:
        return passkeys.ask_for(user)
    target = safe_target(request, request.POST.get("next") or request.GET.get("next", ""))
    form = ConfirmForm(request.POST or None, user=user)
    if request.method == "POST":
        if actions.count_attempt(f"confirm:{user.pk}", most=MOST, seconds=WINDOW_SECONDS, actor=None):
            form = ConfirmForm({}, user=user)
            form.errors.clear()
            form.add_error(None, _("That was tried too often. Wait a quarter of an hour, then try again."))
        elif _is_proved(user, request, form):
            actions.forget_attempts(f"confirm:{user.pk}", actor=None)
            request.session[CONFIRMED_KEY] = time.time()
            return HttpResponseRedirect(target)
    context = {
        "form": form,
        "target": target,
        "has_passkey": bool(factors_of(user.id).passkeys) and passkeys.are_possible(request),
    }
    return render(request, "people/confirm.html", context, status=422 if form.is_bound else 200)


def _is_proved(user: User, request: HttpRequest, form: ConfirmForm) -> bool:
    if "credential" not in request.POST:
        return form.is_valid()
    passkey = PasskeyForm(request.POST)
    if passkey.is_valid() and passkeys.answered(user, passkey.cleaned_data["credential"]):
        return True
    form.errors.clear()
    form.add_error(None, _("This code or passkey was not accepted. Try again."))
    return False
