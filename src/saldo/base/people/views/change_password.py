from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import NewPasswordForm
from saldo.base.people.models import User
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views.confirm import confirmed


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def change_password(request: StaffRequest) -> HttpResponse:
    """Another password; every other browser is signed out by it."""
    user = cast(User, request.user)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        actions.change_password(user, password=form.cleaned_data["password"], actor=request.actor)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. Every other browser is signed out."))
        return redirect("people:show_security")
    return render(request, "people/change_password.html", {"form": form}, status=422 if form.is_bound else 200)
