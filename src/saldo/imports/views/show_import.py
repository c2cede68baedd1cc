from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.imports.choices import WORKING, RowKind, RunState, reason_in_words
from saldo.imports.forms import FIELDS
from saldo.imports.models import ImportRun
from saldo.imports.policies.row_fates import REFUSED, Fate, unpack_fates
from saldo.imports.queries import get_run

MOST_SHOWN = 100


@require_safe
def show_import(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Where an import stands: at work, checked with the fate of its rows, or done."""
    run = get_run(request.actor.tenant_id, run_id)
    request.actor.require(f"import_{run.kind}")
    if run.state == RunState.MAPPING:
        return redirect("imports:map_import", run.id)
    context: dict[str, Any] = {"run": run, "is_at_work": run.state in WORKING}
    if not context["is_at_work"]:
        context |= _fates(run)
    context["problem"] = reason_in_words(*_split(run.problem))
    context["leads_to"] = _LEADS_TO[RowKind(run.kind)]
    return render(request, "imports/show_import.html", context)


_LEADS_TO = {
    RowKind.CUSTOMERS: "customers:find_customers",
    RowKind.INVOICES: "invoices:find_invoices",
    RowKind.PAYMENTS: "settlement:find_payments",
}


def _fates(run: ImportRun) -> dict[str, Any]:
    told = unpack_fates(bytes(run.report))
    refused = [one for one in told if one.fate == REFUSED]
    reasons = Counter((one.code, one.field) for one in refused)
    examples = {(one.code, one.field): one.sentence for one in reversed(refused)}
    return {
        "reasons": [
            {"count": count, "field": _field(field), "sentence": reason_in_words(code, examples[(code, field)] or "")}
            for (code, field), count in reasons.most_common(12)
        ],
        "rows": [_row(one) for one in told[:MOST_SHOWN]],
        "unseen": max(len(told) - MOST_SHOWN, 0),
        "is_untouched": not run.done_count and not run.refused_count,
        "unknown_customers": sum(count for (code, _field), count in reasons.items() if code == "unknown_customer"),
    }


def _split(problem: str) -> tuple[str, str]:
    """Code and sentence of what the job wrote down."""
    code, sign, sentence = problem.partition(": ")
    return (code, sentence) if sign else ("", problem)


def _field(name: str | None) -> Any:
    return FIELDS.get(name or "", name or "")


def _row(fate: Fate) -> dict[str, Any]:
    return {
        "number": fate.row,
        "is_refused": fate.fate == REFUSED,
        "field": _field(fate.field),
        "sentence": reason_in_words(fate.code, fate.sentence or ""),
    }
