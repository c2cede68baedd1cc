from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.queries import list_api_keys
from saldo.base.people.schemas import StaffRequest
from saldo.web.console.forms import CreateApiKeyForm


@require_http_methods(["GET", "HEAD", "POST"])
def create_api_key(request: StaffRequest) -> HttpResponse:
    """The form of a new API key, then its token, which is shown this once."""
    actor = request.actor
    actor.require("create_api_key")
    taken = {one.name for one in list_api_keys(actor.tenant_id)}
    form = CreateApiKeyForm(request.POST or None, taken=taken)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        key, token = actions.create_api_key(data["name"], scopes=data["scopes"], actor=actor)
        response = render(request, "console/show_api_key.html", {"key": key, "token": token})
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "console/create_api_key.html", {"form": form}, status=422 if form.is_bound else 200)
