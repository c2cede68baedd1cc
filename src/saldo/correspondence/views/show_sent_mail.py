from __future__ import annotations

from typing import cast
from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.queries import get_message
from saldo.kernel.errors import NotFound


@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its stubs know no view with arguments
    {
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'none'"],
    }
)
def show_sent_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """A mail as it was sent, with the styles written into it. Nothing in it can run; only a page of ours frames it."""
    staff = cast(StaffRequest, request)
    staff.actor.require("view_correspondence")
    message = get_message(staff.actor.tenant_id, message_id)
    if not message.body_html:
        raise NotFound()
    return HttpResponse(message.body_html)
