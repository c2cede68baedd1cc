from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.choices import Role
from saldo.base.people.forms import ChangeMemberForm, show_refusal
from saldo.base.people.queries import Standing, get_colleague, invitation_token, membership_of
from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame
from saldo.kernel.errors import BadInput, Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def change_member(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """One person: another role, or no work here any more; for somebody invited, the link to hand over."""
    actor = request.actor
    actor.require("change_member")
    person = get_colleague(actor.tenant_id, member_id, now=current_frame().now)
    is_active = person.standing is Standing.ACTIVE
    form = ChangeMemberForm(request.POST or None, initial={"role": person.role})
    if form.is_bound and form.is_valid():
        wanted = {"close": False, "open": True}.get(request.POST.get("then", ""), is_active)
        try:
            actions.change_member(member_id, role=form.cleaned_data["role"], is_active=wanted, actor=actor)
        except (BadInput, Conflict) as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:list_members")
    context = {
        "form": form,
        "person": person,
        "role": Role(person.role).label,
        "is_active": is_active,
        "is_me": person.user_id == actor.id,
        "invitation_url": _invitation_url(request, person.user_id) if person.until else "",
    }
    response = render(request, "people/change_member.html", context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


def _invitation_url(request: StaffRequest, user_id: UUID) -> str:
    membership = membership_of(request.actor.tenant_id, user_id)
    if membership is None or membership.invitation is None:
        return ""
    return str(settings.SALDO_BASE_URL) + reverse("people:accept_invitation", args=[invitation_token(membership)])
