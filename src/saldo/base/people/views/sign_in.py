"""Signing in and out, and choosing the company to work in."""

from __future__ import annotations

import time
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from saldo.base.people.forms import SignInForm
from saldo.base.people.models import User
from saldo.base.people.policies.person_cookie import PERSON_COOKIE
from saldo.base.people.queries import TENANT_KEY, factors_of, memberships_of
from saldo.base.people.views.entry import PENDING_KEY, enter
from saldo.base.tenants.frame import outside
from saldo.kernel.errors import NotFound


class SignIn(LoginView):
    """E-mail and password; locked for a while after repeated failures. Who has a second factor is asked for it next."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right."""
        user = cast(User, form.get_user())
        target = self.get_redirect_url() or "/"
        if not factors_of(user.id):
            return enter(self.request, user, target)
        self.request.session[PENDING_KEY] = {"user": str(user.id), "at": time.time(), "target": target}
        return redirect("people:second_step")


class SignOut(LogoutView):
    """Ends the session; the browser forgets who was signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forget on the way out."""
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        answer.delete_cookie(PERSON_COOKIE, samesite="Lax")
        return answer


sign_in = outside(SignIn.as_view())
sign_out = outside(SignOut.as_view())


@outside
@require_POST
@login_required
def choose_tenant(request: HttpRequest) -> HttpResponse:
    """Work in another company that the person belongs to. A company they do not belong to does not exist for them."""
    wanted = request.POST.get("tenant_id", "")
    assert request.user.pk is not None  # login_required
    mine = {str(one.tenant_id) for one in memberships_of(request.user.pk)}
    if wanted not in mine:
        raise NotFound()
    request.session[TENANT_KEY] = wanted
    return HttpResponseRedirect("/")
