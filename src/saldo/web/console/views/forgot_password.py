from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from saldo.base.people import actions
from saldo.base.people.forms import ForgotPasswordForm
from saldo.base.people.queries import find_person, memberships_of
from saldo.base.tenants.frame import frame, outside
from saldo.correspondence.actions import NewStaffMessage, write_to_staff
from saldo.correspondence.choices import StaffMessageKind
from saldo.correspondence.queries import is_mail_held
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id

HOUR = 3600
MOST_FROM_ONE_PLACE, MOST_TO_ONE_PERSON = 20, 3


@outside
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_password(request: HttpRequest) -> HttpResponse:
    """A link to a new password, by mail. Who asks learns nothing: the answer is the same for every address."""
    form = ForgotPasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if actions.count_attempt(
            f"forgot:{request.META.get('REMOTE_ADDR', '')}", most=MOST_FROM_ONE_PLACE, seconds=HOUR, actor=None
        ):
            return HttpResponse(status=429)
        email = form.cleaned_data["email"]
        if not actions.count_attempt(f"forgot:{email}", most=MOST_TO_ONE_PERSON, seconds=HOUR, actor=None):
            _write_to(email)
        return render(request, "console/forgot_password_sent.html", {"email": email})
    context = {"form": form, "is_mail_held": is_mail_held()}
    return render(request, "console/forgot_password.html", context, status=422 if form.is_bound else 200)


def _write_to(email: str) -> None:
    """Only to somebody who works somewhere here and has chosen a password before."""
    user = find_person(email)
    memberships = memberships_of(user.id) if user is not None and user.has_usable_password() else []
    if user is None or not memberships:
        return
    tenant_id = memberships[0].tenant_id
    with frame(tenant_id):
        new = NewStaffMessage(new_id(), user.id, StaffMessageKind.NEW_PASSWORD)
        write_to_staff([new], actor=Actor.system(tenant_id, name="sign-in"))
