from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.insights.forms import AgeingForm
from saldo.insights.queries import Ageing, AgeingTotal, ageing, buckets_of
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money
from saldo.ledger.queries import known_horizon

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
    report = ageing(actor.tenant_id, on=on, known_at=_known_at(form.cleaned_data["known_at"]))
    shown = report.rows[:MOST]
    names = billing_of(actor.tenant_id, {one.customer_id for one in shown})
    context = {
        "form": AgeingForm(initial={"on": on}),
        "report": report,
        "is_past": bool(form.cleaned_data["known_at"]),
        "known_at_text": report.known_at.isoformat(),
        "labels": _labels(),
        "totals": [_total(one, report, names) for one in report.totals],
        "more": len(report.rows) - len(shown),
    }
    return render(request, "insights/show_ageing.html", context)


def _labels() -> tuple[str, ...]:
    return (_("Not due"), _("1–30 days late"), _("31–60 days"), _("61–90 days"), _("Over 90"))


def _known_at(text: str) -> datetime | None:
    """An instant that the ledger can answer for; the future is not known yet."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadInput("bad_instant", "This is no instant.", field="known_at") from None
    if instant.tzinfo is None:
        raise BadInput("bad_instant", "An instant needs a time zone.", field="known_at")
    return min(instant, known_horizon())


def _total(total: AgeingTotal, report: Ageing, names: dict[UUID, Any]) -> dict[str, Any]:
    """A currency's table: its rows as far as they are shown, what the others come to, and the sums of all."""
    mine = [one for one in report.rows if one.currency == total.currency]
    rows = [
        {
            "customer": names[one.customer_id],
            "total": Money(one.total_minor, one.currency),
            "buckets": buckets_of(one),
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
            {"label": label, "amount": amount, "fill": fill, "url": ""}
            for label, amount, fill in zip(_labels(), total.buckets, FILLS, strict=True)
        ],
    }
