from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.insights.documents.words import bucket_labels
from saldo.insights.forms import AgeingForm
from saldo.insights.queries import BUCKETS, Ageing, AgeingTotal, ageing, buckets_of
from saldo.insights.views.known_at import read_known_at
from saldo.kernel.money import Money

MOST = 200
FILLS = ("open", "late-1", "late-2", "late-3", "late-4")


@require_safe
def show_ageing(request: StaffRequest) -> HttpResponse:
    """Who owes us what, since when: as of any day, as known at an instant that stands on the page."""
    actor = request.actor
    actor.require("view_insights")
    form = AgeingForm(request.GET)
    if not form.is_valid():
        return render(request, "insights/show_ageing.html", {"form": form}, status=422)
    on = form.cleaned_data["on"] or request.today
    report = ageing(actor.tenant_id, on=on, known_at=read_known_at(form.cleaned_data["known_at"]))
    shown = report.rows[:MOST]
    names = billing_of(actor.tenant_id, {one.customer_id for one in shown})
    asked = {} if on == request.today and not form.cleaned_data["known_at"] else _dates(report)
    context = {
        "form": AgeingForm(initial={"on": on}),
        "report": report,
        "is_past": bool(form.cleaned_data["known_at"]),
        "known_at_text": report.known_at.isoformat(),
        "labels": bucket_labels(),
        "totals": [_total(one, report, names, asked) for one in report.totals],
        "more": len(report.rows) - len(shown),
    }
    return render(request, "insights/show_ageing.html", context)


def _dates(report: Ageing) -> dict[str, str]:
    return {"on": report.on.isoformat(), "known_at": report.known_at.isoformat()}


def _rows_url(currency: str, asked: dict[str, str], bucket: str = "", customer_id: UUID | None = None) -> str:
    """Where the open items behind a cell are, as of the same day and known at the same instant."""
    query = {"currency": currency, "bucket": bucket, "customer": str(customer_id or ""), **asked}
    wanted = {name: value for name, value in query.items() if value}
    return f"{reverse('insights:show_open_items')}?{urlencode(wanted)}"


def _total(total: AgeingTotal, report: Ageing, names: dict[UUID, Any], asked: dict[str, str]) -> dict[str, Any]:
    """A currency's table: its rows as far as they are shown, what the others come to, and the sums of all."""
    code = total.currency
    mine = [one for one in report.rows if one.currency == total.currency]
    rows = [
        {
            "customer": names[one.customer_id],
            "total": Money(one.total_minor, one.currency),
            "buckets": [
                (amount, _rows_url(code, asked, bucket, one.customer_id))
                for bucket, amount in zip(BUCKETS, buckets_of(one), strict=True)
            ],
            "total_url": _rows_url(code, asked, customer_id=one.customer_id),
            "credit": Money(one.credit_minor, one.currency) if one.credit_minor else None,
        }
        for one in mine
        if one.customer_id in names
    ]
    others = mine[len(rows) :]
    return {
        "total": total,
        "rows": rows,
        "others": len(others),
        "others_total": Money(sum(one.total_minor for one in others), total.currency),
        "others_buckets": [
            Money(sum(buckets_of(one)[at].minor for one in others), total.currency) for at in range(len(FILLS))
        ],
        "bars": [
            {"label": label, "amount": amount, "fill": fill, "url": _rows_url(code, asked, bucket)}
            for label, amount, fill, bucket in zip(bucket_labels(), total.buckets, FILLS, BUCKETS, strict=True)
        ],
        "total_url": _rows_url(code, asked),
    }
