from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saldo.base.files.policies.choose_columns import choose_columns
from saldo.base.files.policies.read_table import Table
from saldo.base.people.schemas import StaffRequest
from saldo.imports import actions
from saldo.imports.actions.map_import import SAMPLE_ROWS
from saldo.imports.choices import WORKING, RunState, reason_in_words
from saldo.imports.forms import MappingForm
from saldo.imports.models import ImportRun
from saldo.imports.policies.map_file import Told, first_values, map_file
from saldo.imports.queries import KINDS, get_run, table_of
from saldo.kernel.errors import BadInput, Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def map_import(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Which column is which: as it was the last time with this heading, or as guessed. Then the rows are checked."""
    run = get_run(request.actor.tenant_id, run_id)
    request.actor.require(f"import_{run.kind}")
    if run.state in WORKING or run.state == RunState.DONE:
        return redirect("imports:show_import", run.id)
    table, kind = table_of(run), KINDS[run.kind]
    examples = first_values(table)
    shape: dict[str, Any] = {"kind": kind, "header": table.header, "examples": examples}
    if request.method == "POST":
        form = MappingForm(request.POST, **shape)
        if form.is_valid():
            try:
                actions.map_import(run.id, options=form.options(), actor=request.actor)
            except BadInput as error:
                sentence = reason_in_words(error.code, error.sentence)
                form.add_error(error.field if error.field in form.fields else None, sentence)
            except Conflict as error:
                messages.warning(request, error.sentence)
                return redirect("imports:show_import", run.id)
            else:
                return redirect("imports:show_import", run.id)
    else:
        form = MappingForm(initial=MappingForm.initial_of(_columns(run, table), run.options), **shape)
    context = {
        "form": form,
        "run": run,
        "is_known": bool(run.options) and run.state == RunState.MAPPING,
        "encoding": table.encoding,
    }
    return render(request, "imports/map_import.html", context, status=422 if form.is_bound else 200)


def _columns(run: ImportRun, table: Table) -> dict[str, str]:
    """The columns as they were chosen for this heading before, or as they look; what is missing stays empty."""
    kind = KINDS[run.kind]
    if run.options:
        return {name: column for name, column in run.options.get("columns", {}).items() if column}
    try:
        return dict(map_file(table, kind, Told(), most_rows=SAMPLE_ROWS).columns)
    except BadInput:
        required = {one.name: "" for one in kind.fields if one.is_required}
        try:
            return choose_columns(table.header, kind, told={}, saved={})[0]
        except BadInput:
            return required
