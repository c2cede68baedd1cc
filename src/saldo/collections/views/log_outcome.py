from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.forms import TalkForm
from saldo.collections.models import Task
from saldo.collections.queries.tasks import get_task
from saldo.collections.views.task_page import address_of, go_on, open_invoices, show, shown_of
from saldo.correspondence.choices import CallOutcome
from saldo.kernel.errors import BadInput


@require_POST
def log_outcome(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Keep what came of a call, and arrange what follows. Sent twice it is one call."""
    actor = request.actor
    actor.require("log_outcome")
    task = get_task(actor.tenant_id, task_id)
    code = request.POST.get("outcome", "")
    if code not in CallOutcome.values:
        raise BadInput("unknown_outcome", _("Choose what came of the call."))
    form = TalkForm(request.POST, outcome=CallOutcome(code), invoices=open_invoices(request, task))
    if form.is_valid():
        try:
            actions.log_outcome(task_id, talk=form.talk(_currency(request)), on=request.today, actor=actor)
        except BadInput as error:
            error.field = "invoice" if error.field == "invoice_id" else error.field
            show_refusal(form, error)
        else:
            messages.success(request, _("Kept: %(outcome)s.") % {"outcome": CallOutcome(code).label})
            return _onward(request, task, code)
    return show(request, task, status=422, refused_talk=form, open_dialog=code)


def _currency(request: StaffRequest) -> str:
    """The currency that the form named; the action checks nothing of it, so an unknown one is refused as an amount."""
    return request.POST.get("currency", "") or request.issuer.currency


def _onward(request: StaffRequest, task: Task, code: str) -> HttpResponse:
    """A letter to somebody who was not reached stays open: it can be sent now."""
    if code == CallOutcome.NOT_REACHED and task.reminder_id is not None:
        return redirect(address_of(task.id, shown_of(request)))
    return go_on(request, task)
