from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import billing_of
from saldo.insights.documents.words import bucket_labels
from saldo.insights.forms import LATE, OpenItemsForm
from saldo.insights.queries import BUCKETS
from saldo.insights.queries.open_items import ItemPage, items_now, items_of_customer, items_then
from saldo.insights.views.known_at import read_known_at
from saldo.kernel.errors import BadInput, NotFound
from saldo.ledger.queries import known_horizon

PAGE, MOST = 50, 200


@require_safe
def show_open_items(request: StaffRequest) -> HttpResponse:
    """The open invoices behind a figure, with their sum, which is that figure."""
    actor = request.actor
    actor.require("view_insights")
    form = OpenItemsForm(request.GET)
    if not form.is_valid():
        raise BadInput("bad_question", "This address asks for rows that there cannot be.")
    asked = form.cleaned_data
    on = asked["on"] or request.today
    is_past = bool(asked["known_at"]) or on != request.today
    known_at = read_known_at(asked["known_at"]) or (known_horizon() if is_past else None)
    page = _page(request, asked, on, known_at)
    customer_ids = {one.customer_id for one in page.rows} | ({asked["customer"]} if asked["customer"] else set())
    names = billing_of(actor.tenant_id, customer_ids)
    if asked["customer"] and asked["customer"] not in names:
        raise NotFound()
    context = {
        "page": page,
        "rows": [
            {
                "item": one,
                "customer": names[one.customer_id],
                "days": (one.due_on - on).days if one.due_on else None,
                "late": (on - one.due_on).days if one.due_on and one.due_on < on else 0,
            }
            for one in page.rows
        ],
        "customer": names.get(asked["customer"]),
        "title": bucket_title(asked["bucket"]),
        "on": on,
        "is_past": is_past,
        "known_at": known_at,
        "filters": {"chips": _chips(asked)},
        "next_cursor": page.cursor,
    }
    return render(request, "insights/show_open_items.html", context)


def _page(request: StaffRequest, asked: dict[str, Any], on: Any, known_at: Any) -> ItemPage:
    tenant_id = request.actor.tenant_id
    wanted = {"currency": asked["currency"], "bucket": asked["bucket"], "on": on}
    if known_at is not None:
        return items_then(tenant_id, known_at=known_at, customer_id=asked["customer"], limit=MOST, **wanted)
    if asked["customer"]:
        return items_of_customer(tenant_id, asked["customer"], limit=MOST, **wanted)
    issuers = [one.id for one in request.issuers]
    return items_now(tenant_id, issuers, cursor=request.GET.get("after", ""), limit=PAGE, **wanted)


def bucket_title(bucket: str) -> str:
    """What a bucket's rows are, as a title."""
    if bucket == LATE:
        return _("Overdue")
    return dict(zip(BUCKETS, bucket_labels(), strict=True)).get(bucket) or _("All that is open")


def _chips(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The buckets as filters; the day, the currency and the customer stay."""
    chips = []
    for one in (*BUCKETS, LATE):
        is_on = asked["bucket"] == one
        query = {
            "currency": asked["currency"],
            "bucket": "" if is_on else one,
            "customer": asked["customer"] or "",
            "on": asked["on"] or "",
            "known_at": asked["known_at"],
        }
        url = "?" + urlencode({name: value for name, value in query.items() if value})
        chips.append({"label": bucket_title(one), "url": url, "is_on": is_on})
    return chips
