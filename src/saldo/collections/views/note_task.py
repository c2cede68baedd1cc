from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.collections.forms import NoteForm
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import address_of, show, shown_of
from saldo.correspondence.actions import write_note


@require_POST
def note_task(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Write on the customer's timeline without leaving the task; sent twice it is one note."""
    actor = request.actor
    actor.require("write_note")
    task = get_task(actor.tenant_id, task_id)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return show(request, task, status=422, note_form=form, open_dialog="note")
    write_note(task.customer_id, note_id=form.cleaned_data["id"], text=form.cleaned_data["text"], actor=actor)
    messages.success(request, _("The note is kept."))
    return redirect(address_of(task_id, shown_of(request)))
