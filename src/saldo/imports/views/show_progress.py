from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.imports.choices import WORKING
from saldo.imports.queries import get_run


@require_safe
def show_progress(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """The bar, asked for every two seconds; when the job is done it sends the page on."""
    run = get_run(request.actor.tenant_id, run_id)
    request.actor.require(f"import_{run.kind}")
    if run.state in WORKING:
        return render(request, "imports/progress.html", {"run": run})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("imports:show_import", args=[run.id])})
    return redirect("imports:show_import", run.id)
