from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.kernel.errors import BadInput
from saldo.web.console.forms import InviteMemberForm


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invite_member(request: StaffRequest) -> HttpResponse:
    """The form that makes somebody a member. Sent twice it changes nothing more."""
    actor = request.actor
    actor.require("invite_member")
    form = InviteMemberForm(request.POST or None, initial={"language": request.issuer.language, "role": "collector"})
    if form.is_bound and form.is_valid():
        try:
            user = actions.invite_member(**form.cleaned_data, actor=actor)
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("%(name)s can sign in now.") % {"name": user.name})
            return redirect("console:show_settings")
    return render(request, "console/invite_member.html", {"form": form}, status=422 if form.is_bound else 200)
