from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence import queries
from saldo.correspondence.actions import NewStaffMessage, write_to_staff
from saldo.correspondence.choices import MessageState, StaffMessageKind
from saldo.correspondence.policies.channel_url import parse_channel_url
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id


@require_http_methods(["GET", "HEAD", "POST"])
def show_mail(request: StaffRequest) -> HttpResponse:
    """Through what mail goes out, what waits, and a message to oneself to try it."""
    actor = request.actor
    actor.require("view_settings")
    if request.method == "POST" and actor.id is not None:
        new = NewStaffMessage(new_id(), actor.id, StaffMessageKind.TEST)
        if write_to_staff([new], actor=actor) is MessageState.HELD:
            messages.warning(request, _("No mail server is set, so nothing was sent."))
        else:
            address = getattr(request.user, "email", "")
            sentence = _("A test message is on its way to %(address)s.") % {"address": address}
            messages.success(request, sentence)
        return redirect("correspondence:show_mail")
    counts = queries.unsent_counts(actor.tenant_id)
    context = {
        **_server(),
        "sender": settings.SALDO_SENDER,
        "entity": request.issuer,
        "counts": [(state.label, counts[state]) for state in MessageState if counts.get(state)],
        "may_send": actor.may("write_to_staff"),
    }
    return render(request, "correspondence/show_mail.html", context)


def _server() -> dict[str, str]:
    """The channel without its secrets."""
    try:
        address = parse_channel_url(settings.SALDO_SMTP_URL)
    except BadInput as error:
        return {"channel": "", "problem": error.sentence}
    if address is None:
        return {"channel": "", "problem": ""}
    where = ":".join(part for part in (address.config.get("host", ""), address.config.get("port", "")) if part)
    return {"channel": address.name, "where": where, "user": address.config.get("username", ""), "problem": ""}
