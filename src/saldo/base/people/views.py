"""Signing in and out, and choosing the company to work in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from saldo.base.people.forms import SignInForm
from saldo.base.people.queries import TENANT_KEY, memberships_of
from saldo.base.tenants.frame import outside
from saldo.kernel.errors import NotFound


class SignIn(LoginView):
    """E-mail and password; locked for a while after repeated failures."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


sign_in = outside(SignIn.as_view())
sign_out = outside(LogoutView.as_view())


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
