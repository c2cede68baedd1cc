from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence import actions
from saldo.correspondence.queries import get_message


@require_POST
def retry_messages(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Try a message again now, under the Message-ID that it has."""
    get_message(request.actor.tenant_id, message_id)
    actions.retry_messages([message_id], actor=request.actor).raise_if_refused()
    messages.success(request, _("The message is on its way again."))
    return redirect("correspondence:show_message", message_id)
