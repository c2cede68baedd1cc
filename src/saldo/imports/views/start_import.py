from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.imports import actions
from saldo.imports.choices import RowKind, reason_in_words
from saldo.imports.forms import StartImportForm
from saldo.imports.queries import latest_runs
from saldo.kernel.errors import BadInput, NotPermitted
from saldo.kernel.references import new_id


@require_http_methods(["GET", "HEAD", "POST"])
def start_import(request: StaffRequest) -> HttpResponse:
    """Hand in a file; below, the files that were handed in before."""
    actor = request.actor
    may = [kind for kind in RowKind.values if actor.may(f"import_{kind}")]
    if not may:
        raise NotPermitted()
    if request.method == "POST":
        form = StartImportForm(request.POST, request.FILES, may=may)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                run = actions.start_import(
                    form.cleaned_data["id"],
                    kind=form.cleaned_data["kind"],
                    legal_entity_id=request.issuer.id,
                    file_name=sent.name,
                    body=sent.read(),
                    actor=actor,
                )
            except BadInput as error:
                form.add_error("file", reason_in_words(error.code, error.sentence))
            else:
                return redirect("imports:map_import", run.id)
    else:
        kind = request.GET.get("kind", may[0])
        form = StartImportForm(initial={"id": new_id(), "kind": kind if kind in may else may[0]}, may=may)
    context = {"form": form, "runs": latest_runs(actor.tenant_id)}
    return render(request, "imports/start_import.html", context, status=422 if form.is_bound else 200)
