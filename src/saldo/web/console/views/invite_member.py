from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.actions import NewStaffMessage, write_to_staff
from saldo.correspondence.choices import MessageState, StaffMessageKind
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.errors import BadInput, Conflict
from saldo.kernel.references import new_id
from saldo.web.console.forms import InviteMemberForm


@require_http_methods(["GET", "HEAD", "POST"])
def invite_member(request: StaffRequest) -> HttpResponse:
    """Invite a person, or invite them again: a new link, while the one before opens nothing any more."""
    actor = request.actor
    actor.require("invite_member")
    form = InviteMemberForm(request.POST or None, initial={"language": request.issuer.language, "role": "collector"})
    if form.is_bound and form.is_valid():
        try:
            membership = actions.invite_member(**form.cleaned_data, actor=actor)
        except (BadInput, Conflict) as error:
            show_refusal(form, error)
        else:
            new = NewStaffMessage(new_id(), membership.user_id, StaffMessageKind.INVITATION)
            if write_to_staff([new], actor=actor) is MessageState.HELD:
                messages.warning(request, _("The invitation stands, but no mail leaves. Hand the link over yourself."))
                return redirect("people:change_member", membership.id)
            words = _("%(name)s gets a link by mail. They choose their own password.")
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return redirect("people:list_members")
    context = {"form": form, "is_mail_held": is_mail_held()}
    return render(request, "console/invite_member.html", context, status=422 if form.is_bound else 200)
