from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.collections.choices import TaskKind, reason_label
from saldo.collections.queries import left_alone, worklist

PAGE = 50
SOME = 10


@require_safe
def show_worklist(request: StaffRequest) -> HttpResponse:
    """Whom we talk to today, the most important first; below, who is left alone and why."""
    actor = request.actor
    actor.require("view_collections")
    page = worklist(actor.tenant_id, on=request.today, cursor=request.GET.get("after", ""), limit=PAGE)
    quiet = left_alone(actor.tenant_id, limit=SOME + 1)
    context = {
        "rows": [{"task": one, "kind": TaskKind(one.kind).label} for one in page.rows],
        "next_cursor": page.cursor,
        "left_alone": [{"standing": one, "why": reason_label(one.silence)} for one in quiet[:SOME]],
        "more_left_alone": len(quiet) > SOME,
        "today": request.today,
    }
    return render(request, "collections/show_worklist.html", context)
