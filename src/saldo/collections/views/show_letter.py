from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame
from saldo.collections.documents.reminder_paper import set_letter
from saldo.collections.views.task_page import read_task
from saldo.kernel.errors import NotFound


@require_safe
def show_letter(request: StaffRequest, task_id: UUID, currency: str) -> HttpResponse:
    """A reminder that waits, as a letter on paper about one currency. Raises NotFound where nothing would be said."""
    request.actor.require("view_collections")
    _task, reminder = read_task(request, task_id)
    letter = reminder.letter if reminder else None
    if letter is None or currency not in letter.ask.net:
        raise NotFound()
    body = set_letter(letter, currency=currency, now=current_frame().now)
    name = f"{letter.billing.number}-{letter.on.isoformat()}.pdf"
    headers = {"Content-Disposition": content_disposition_header(False, name) or "inline"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
