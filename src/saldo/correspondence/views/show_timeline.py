from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.choices import INBOUND, CallOutcome, MessageKind
from saldo.correspondence.queries import TimelineItem, timeline
from saldo.customers.queries import get_customer
from saldo.kernel.errors import BadInput

PAGE = 50


@require_safe
def show_timeline(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Every message and note of a customer, newest first."""
    actor = request.actor
    actor.require("view_correspondence")
    customer = get_customer(actor.tenant_id, customer_id)
    after = request.GET.get("after", "")
    page = timeline(actor.tenant_id, customer_id, cursor=_read(after) if after else None, limit=PAGE)
    context = {
        "customer": customer,
        "items": [_shown(one) for one in page.items],
        "next_cursor": f"{page.cursor[0].isoformat()}_{page.cursor[1]}" if page.cursor else None,
    }
    return render(request, "correspondence/show_timeline.html", context)


_ICONS = {MessageKind.NOTE: "note", MessageKind.CALL: "call"}


def _shown(item: TimelineItem) -> dict[str, Any]:
    """A row: mail leads to its page, what was said or written down stands there whole."""
    card = item.card
    is_said = card.kind in _ICONS or card.kind in INBOUND
    return {
        "card": card,
        "text": item.text,
        "icon": _ICONS.get(card.kind, "disputed" if card.kind in INBOUND else "mail"),
        "is_mail": not is_said,
        "outcome": CallOutcome(card.outcome).label if card.outcome in CallOutcome.values else "",
    }


def _read(cursor: str) -> tuple[datetime, UUID]:
    at, _, message_id = cursor.partition("_")
    try:
        instant = datetime.fromisoformat(at.replace(" ", "+"))
        if instant.tzinfo is None:
            raise ValueError
        return instant, UUID(message_id)
    except ValueError:
        raise BadInput("bad_cursor", "This page does not exist.", field="after") from None
