from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import PasskeyForm
from saldo.base.people.views import passkeys
from saldo.base.people.views.entry import enter
from saldo.base.tenants.frame import outside

MOST, WINDOW_SECONDS = 30, 60


@outside
@require_http_methods(["GET", "POST"])
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """The challenge for any passkey of this site; then whoever answered it is signed in, with no password."""
    if actions.count_attempt(
        f"passkey:{request.META.get('REMOTE_ADDR', '')}", most=MOST, seconds=WINDOW_SECONDS, actor=None
    ):
        return HttpResponse(status=429)
    if request.method == "GET":
        return passkeys.ask_for(None)
    form = PasskeyForm(request.POST)
    user = passkeys.owner_of(form.cleaned_data["credential"]) if form.is_valid() else None
    target = request.POST.get("next", "")
    if user is None:
        messages.error(request, _("This passkey was not accepted. Try again, or sign in with your password."))
        query = f"?{urlencode({'next': target})}" if target else ""
        return redirect(f"{reverse('people:sign_in')}{query}")
    return enter(request, user, target)
