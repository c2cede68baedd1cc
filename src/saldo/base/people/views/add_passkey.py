from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import AddPasskeyForm
from saldo.base.people.models import User
from saldo.base.people.policies.describe_device import describe_device
from saldo.base.people.queries import factors_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.people.views import passkeys
from saldo.base.people.views.confirm import confirmed


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def add_passkey(request: StaffRequest) -> HttpResponse:
    """A name for the passkey, the challenge, and what the device made of it."""
    user = cast(User, request.user)
    if "passkey" in request.GET:
        return passkeys.offer_to(user)
    name = describe_device(request.headers.get("User-Agent", ""))[:60]
    form = AddPasskeyForm(request.POST or None, initial={"name": name})
    if form.is_bound and form.is_valid():
        credential = form.cleaned_data["credential"]
        if passkeys.made(credential):
            had_none = not factors_of(user.id)
            actions.add_passkey(user, name=form.cleaned_data["name"], credential=credential, actor=request.actor)
            messages.success(request, _("The passkey is kept. You can sign in with it from now on."))
            return redirect("people:renew_recovery_codes" if had_none else "people:show_security")
        form.add_error(None, _("Your device did not make a passkey that can be used here. Try again."))
    context = {"form": form, "passkeys_possible": passkeys.are_possible(request)}
    return render(request, "people/add_passkey.html", context, status=422 if form.is_bound else 200)
