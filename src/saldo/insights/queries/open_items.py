"""The open items behind a figure: of a bucket, a currency, a customer; as they are now, or as they were on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from saldo.insights.queries.figures import BUCKET_DAYS, figures
from saldo.invoices.queries import find_invoices, numbers_of, open_invoices_of
from saldo.kernel.money import Money
from saldo.ledger.queries import open_items

LATE = "late"
_DAYS = {name: (first, last) for name, first, last in BUCKET_DAYS} | {LATE: (1, None), "": (None, None)}


class ItemRow(NamedTuple):
    """An open invoice."""

    invoice_id: UUID
    number: str
    customer_id: UUID
    title: str
    due_on: date | None
    open: Money


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Some of the items and what all of them come to; `cursor` asks for the next ones, `left` are not shown at all."""

    rows: Sequence[ItemRow]
    total: Money
    invoices: int
    cursor: str = ""
    left: int = 0


def due_range(bucket: str, *, on: date) -> tuple[date | None, date | None]:
    """The due dates of a bucket, first and last; None is open. Raises KeyError for a bucket that there is not."""
    first, last = _DAYS[bucket]
    return (
        None if last is None else on - timedelta(days=last),
        None if first is None else on - timedelta(days=first),
    )


def items_now(
    tenant_id: UUID,
    legal_entity_ids: Sequence[UUID],
    *,
    currency: str,
    bucket: str,
    on: date,
    cursor: str = "",
    limit: int = 50,
) -> ItemPage:
    """Of all customers, as it is now, earliest due first. The sum is the figure that led here."""
    due_from, due_to = due_range(bucket, on=on)
    page = find_invoices(
        tenant_id,
        on=on,
        shown="open",
        currency=currency,
        due_from=due_from,
        due_to=due_to,
        cursor=cursor or None,
        limit=limit,
    )
    kept = [
        one
        for one in figures(tenant_id, legal_entity_ids, on=on).buckets(currency)
        if bucket in ("", one.name) or (bucket == LATE and one.name != BUCKET_DAYS[0][0])
    ]
    rows = [ItemRow(one.id, one.number or "", one.customer_id, one.title, one.due_on, one.open) for one in page.rows]
    total = sum((one.amount for one in kept), start=Money.zero(currency))
    return ItemPage(rows, total, sum(one.invoices for one in kept), page.cursor or "")


def items_of_customer(
    tenant_id: UUID, customer_id: UUID, *, currency: str, bucket: str, on: date, limit: int
) -> ItemPage:
    """Of one customer, as it is now, earliest due first."""
    due_from, due_to = due_range(bucket, on=on)
    found = [
        ItemRow(one.id, one.number or "", one.customer_id, one.title, one.due_on, one.open)
        for one in open_invoices_of(tenant_id, [customer_id])[customer_id]
        if one.currency == currency and _is_within(one.due_on, due_from, due_to)
    ]
    return _page(found, currency, limit)


def items_then(
    tenant_id: UUID,
    *,
    currency: str,
    bucket: str,
    on: date,
    known_at: datetime,
    customer_id: UUID | None = None,
    limit: int = 50,
) -> ItemPage:
    """As it was at the end of a day, as known at an instant: from the ledger, earliest due first."""
    due_from, due_to = due_range(bucket, on=on)
    found = [
        one
        for one in open_items(tenant_id, on=on, known_at=known_at, customer_id=customer_id)
        if one.open.currency == currency and _is_within(one.due_on, due_from, due_to)
    ]
    found.sort(key=lambda one: (one.due_on or date.max, one.item_id))
    numbers = numbers_of(tenant_id, [one.item_id for one in found[:limit]])
    rows = [
        ItemRow(one.item_id, numbers.get(one.item_id, ""), one.customer_id, "", one.due_on, one.open) for one in found
    ]
    return _page(rows, currency, limit)


def _is_within(day: date | None, first: date | None, last: date | None) -> bool:
    """No due date counts as not due."""
    if day is None:
        return first is not None or last is None
    return (first is None or day >= first) and (last is None or day <= last)


def _page(rows: Sequence[ItemRow], currency: str, limit: int) -> ItemPage:
    total = sum((one.open for one in rows), start=Money.zero(currency))
    return ItemPage(rows[:limit], total, len(rows), left=max(len(rows) - limit, 0))
