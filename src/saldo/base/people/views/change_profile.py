from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import ProfileForm
from saldo.base.people.models import User
from saldo.base.people.queries import memberships_of
from saldo.base.people.schemas import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request: StaffRequest) -> HttpResponse:
    """Name and language; how the pages look is chosen beside it, for this screen."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_bound and form.is_valid():
        actions.change_profile(user, **form.cleaned_data, actor=request.actor)
        translation.activate(user.language)
        messages.success(request, _("Saved."))
        return redirect("people:change_profile")
    context = {"form": form, "email": user.email, "companies": len(memberships_of(user.id))}
    return render(request, "people/change_profile.html", context, status=422 if form.is_bound else 200)
