from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence import actions
from saldo.correspondence.forms import WriteNoteForm
from saldo.customers.queries import get_customer
from saldo.kernel.errors import BadInput


@require_POST
def write_note(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Keep a note on the customer's timeline; sent twice it is one note."""
    actor = request.actor
    actor.require("write_note")
    get_customer(actor.tenant_id, customer_id)
    form = WriteNoteForm(request.POST)
    if not form.is_valid():
        raise BadInput("empty", _("Write something first; a note has at most 10,000 characters."), field="text")
    data = form.cleaned_data
    actions.write_note(customer_id, note_id=data["id"], text=data["text"], actor=actor)
    messages.success(request, _("The note is kept."))
    return redirect(f"{reverse('console:show_customer', args=[customer_id])}#happened")
