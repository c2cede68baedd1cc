from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import reason_label
from saldo.collections.queries import done_on, left_alone, put_off, worklist
from saldo.collections.views.task_page import PAGE, list_context, shown_of
from saldo.correspondence.choices import CallOutcome
from saldo.kernel.calendar import start_of_day

SOME = 10


@require_safe
def show_worklist(request: StaffRequest) -> HttpResponse:
    """Whom we talk to today, the most important first; below, who is left alone and why."""
    actor, shown = request.actor, shown_of(request)
    actor.require("view_collections")
    cursor = request.GET.get("after", "")
    page = worklist(actor.tenant_id, on=request.today, shown=shown, cursor=cursor, limit=PAGE)
    quiet = left_alone(actor.tenant_id, limit=SOME + 1)
    context = {
        **list_context(request, page, shown),
        "left_alone": [{"standing": one, "why": reason_label(one.silence)} for one in quiet[:SOME]],
        "more_left_alone": len(quiet) > SOME,
        "day": None if page.counts else _day(request),
    }
    return render(request, "collections/show_worklist.html", context)


def _day(request: StaffRequest) -> dict[str, Any]:
    """What was done today, and what comes back, where nothing waits any more."""
    tenant_id = request.actor.tenant_id
    done = done_on(tenant_id, since=start_of_day(request.today, request.issuer.time_zone))
    later, first = put_off(tenant_id, on=request.today)
    return {
        "letters": done.get("sent", 0),
        "calls": sum(done.get(one, 0) for one in CallOutcome.values),
        "others": done.get("handled", 0) + done.get("dismissed", 0),
        "later": later,
        "first": first,
    }
