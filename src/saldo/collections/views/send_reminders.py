from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.base.tenants.frame import current_frame
from saldo.collections import actions
from saldo.collections.choices import ReminderState
from saldo.collections.forms import SendReminderForm
from saldo.collections.views.task_page import go_on, query_of, read_task, reminder_of, show, shown_of

TIME_TO_UNDO = timedelta(seconds=30)


@require_POST
def send_reminders(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Send the reminder that was read, and no other version of it. A second submit sends nothing more.

    It leaves when it can no longer be undone.
    """
    actor = request.actor
    actor.require("send_reminders")
    task, reminder = read_task(request, task_id)
    reminder_id, form = reminder_of(task), SendReminderForm(request.POST)
    if form.is_valid() and reminder is not None:
        if reminder.state == ReminderState.DRAFTED and form.cleaned_data["version"] != reminder.version:
            form.add_error(None, _("Somebody changed the text after you read it. Read it again, then send it."))
        else:
            outcome = actions.send_reminders(
                [reminder_id],
                on=request.today,
                actor=actor,
                despite_cap_because=form.cleaned_data["despite_cap_because"],
                held_until=current_frame().now + TIME_TO_UNDO,
            )
            if outcome.ok:
                undo = reverse("collections:recall_reminders", args=[task_id]) + query_of(shown_of(request))
                sentence = _("The mail to %(name)s leaves in %(seconds)s seconds.") % {
                    "name": reminder.customer.contact_name or reminder.customer.name,
                    "seconds": TIME_TO_UNDO.seconds,
                }
                messages.success(request, sentence, extra_tags=undo)
                return go_on(request, task)
            for one in outcome.refused:
                form.add_error(None, one.sentence)
    form.data = {**request.POST.dict(), "version": str(reminder.version if reminder else 0)}
    return show(request, task, reminder, status=422, send_form=form)
