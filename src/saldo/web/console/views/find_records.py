from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.audit import queries
from saldo.base.people.schemas import StaffRequest
from saldo.kernel.calendar import start_of_day
from saldo.web.console.forms import RecordFilterForm

if TYPE_CHECKING:
    from saldo.base.audit.models import AuditRecord


@require_safe
def find_records(request: StaffRequest) -> HttpResponse:
    """Who changed what: the trail, newest first, narrowed by person, verb, thing and days."""
    actor = request.actor
    actor.require("view_audit")
    form = RecordFilterForm(request.GET)
    page = queries.find_records(actor.tenant_id, wanted_of(request, form), cursor=request.GET.get("after", ""))
    seal = queries.last_seal(actor.tenant_id)
    context = {
        "form": form,
        "rows": [_row(one, seal) for one in page.records],
        "next_cursor": page.next_cursor,
        "is_first": not request.GET.get("after"),
        "is_narrowed": any(form.data.get(name) for name in form.fields),
        "seal": seal,
        "query": request.GET.urlencode(),
    }
    return render(request, "console/find_records.html", context)


def wanted_of(request: StaffRequest, form: RecordFilterForm) -> queries.RecordFilter:
    """What the form asks for, days in the company's calendar; a field that makes no sense does not narrow."""
    form.is_valid()
    data, zone = form.cleaned_data, request.issuer.time_zone
    since, until = data.get("since"), data.get("until")
    return queries.RecordFilter(
        actor_name=data.get("who", ""),
        action=data.get("what", ""),
        subject_id=data.get("subject"),
        since=start_of_day(since, zone) if since else None,
        before=start_of_day(until + timedelta(days=1), zone) if until else None,
    )


def _row(record: AuditRecord, seal: Any) -> dict[str, Any]:
    return {
        "record": record,
        "changes": changes_of(record.before, record.after),
        "is_sealed": seal is not None and record.recorded_at < seal.sealed_up_to,
    }


def changes_of(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """What differs, as (name, before, after); an empty text where there was or is nothing."""
    old, new = before or {}, after or {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [(name, _text(old.get(name)), _text(new.get(name))) for name in names]


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 160 else text[:159] + "…"
