from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.choices import Role
from saldo.base.people.forms import AcceptInvitationForm
from saldo.base.people.models import User
from saldo.base.people.policies.permissions import ONESELF
from saldo.base.people.queries import TENANT_KEY, Invitation, find_invitation
from saldo.base.people.views.entry import enter
from saldo.base.tenants.frame import frame, outside
from saldo.base.tenants.queries import get_tenant
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.clock import SystemClock
from saldo.kernel.errors import NotFound

MOST, WINDOW_SECONDS = 30, 60


@outside
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation opens: a new account chooses its password, a known one joins with its own."""
    if actions.count_attempt(
        f"invitation:{request.META.get('REMOTE_ADDR', '')}", most=MOST, seconds=WINDOW_SECONDS, actor=None
    ):
        return HttpResponse(status=429)
    invitation = find_invitation(token, now=(settings.SALDO_CLOCK or SystemClock()).now())
    if invitation is None:
        return _void(request)
    user = invitation.user
    translation.activate(user.language)
    request.LANGUAGE_CODE = translation.get_language()
    form = AcceptInvitationForm(request.POST or None, user=user, initial={"name": user.name})
    if request.method == "POST" and (
        _is_signed_in_as(request, user) or (invitation.is_new_account and form.is_valid())
    ):
        try:
            _accept(invitation, form)
        except NotFound:  # used in another tab meanwhile
            return _void(request)
        return _begin(request, invitation)
    with frame(invitation.membership.tenant_id):
        company = get_tenant(invitation.membership.tenant_id).name
    context = {
        "form": form,
        "invitation": invitation,
        "user_invited": user,
        "company": company,
        "role": Role(invitation.membership.role).label,
        "inviter": invitation.membership.inviter_name,
        "is_signed_in": _is_signed_in_as(request, user),
        "is_somebody_else": request.user.is_authenticated and not _is_signed_in_as(request, user),
    }
    status = 422 if form.is_bound and invitation.is_new_account else 200
    return render(request, "people/accept_invitation.html", context, status=status)


def _void(request: HttpRequest) -> HttpResponse:
    return render(request, "people/invitation_void.html", status=404)


def _is_signed_in_as(request: HttpRequest, user: User) -> bool:
    return request.user.is_authenticated and request.user.pk == user.id


def _accept(invitation: Invitation, form: AcceptInvitationForm) -> None:
    membership, user = invitation.membership, invitation.user
    assert membership.invitation is not None
    data = form.cleaned_data if invitation.is_new_account else {}
    name = data.get("name") or user.name
    actor = Actor(membership.tenant_id, ActorKind.PERSON, user.id, name, ONESELF)
    with frame(membership.tenant_id):
        actions.accept_invitation(
            membership.id, invitation=membership.invitation, password=data.get("password", ""), actor=actor
        )
        actions.change_profile(user, name=name, language=user.language, actor=actor)


def _begin(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Who just chose a password is signed in by it; the page they land on is their new company's."""
    if invitation.is_new_account:
        if request.user.is_authenticated:
            logout(request)
        user = User.objects.get(id=invitation.user.id)
        answer: HttpResponse = enter(request, user, "/")
    else:
        answer = redirect("/")
    request.session[TENANT_KEY] = str(invitation.membership.tenant_id)
    return answer
