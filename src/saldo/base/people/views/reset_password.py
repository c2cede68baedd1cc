from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import NewPasswordForm
from saldo.base.people.models import User
from saldo.base.people.policies.permissions import ONESELF
from saldo.base.people.queries import memberships_of
from saldo.base.tenants.frame import frame, outside
from saldo.kernel.actors import Actor, ActorKind

MOST, WINDOW_SECONDS = 30, 60


@outside
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a forgotten password opens, once: a new password. Signing in stays as safe as it was."""
    if actions.count_attempt(
        f"reset:{request.META.get('REMOTE_ADDR', '')}", most=MOST, seconds=WINDOW_SECONDS, actor=None
    ):
        return HttpResponse(status=429)
    user = _whose(token)
    memberships = memberships_of(user.id) if user else []
    if user is None or not memberships:
        return render(request, "people/reset_void.html", status=404)
    translation.activate(user.language)
    request.LANGUAGE_CODE = translation.get_language()
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        tenant_id = memberships[0].tenant_id
        actor = Actor(tenant_id, ActorKind.PERSON, user.id, user.name, ONESELF)
        with frame(tenant_id):
            actions.change_password(user, password=form.cleaned_data["password"], actor=actor)
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("people:sign_in")
    context = {"form": form, "user_known": user}
    return render(request, "people/reset_password.html", context, status=422 if form.is_bound else 200)


def _whose(token: str) -> User | None:
    """The person whom a link was sent to, while it is young and their password is still the one they forgot."""
    name, _dash, secret = token.partition("-")
    try:
        user = User.objects.filter(id=UUID(name), is_active=True).first()
    except ValueError:
        return None
    return user if user is not None and default_token_generator.check_token(user, secret) else None
