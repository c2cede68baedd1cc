"""Payments, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max

from saldo.base.inbox.queries import latest_received
from saldo.kernel.errors import BadInput, NotFound
from saldo.payments.models import GatewayAccount, Payment
from saldo.payments.policies.payment_sheet import PaymentSheet

_SELECT = f"SELECT {', '.join(PaymentSheet._fields)} FROM payments_payment WHERE tenant_id = %s"  # noqa: S608


class PaymentPage(NamedTuple):
    """Some payments, newest first, and where to go on and back; an empty cursor is an end."""

    payments: list[PaymentSheet]
    next_cursor: str
    previous_cursor: str = ""


def get_payment(tenant_id: UUID, payment_id: UUID) -> PaymentSheet:
    """One payment. Raises NotFound."""
    found = payments_of(tenant_id, [payment_id])
    if payment_id not in found:
        raise NotFound()
    return found[payment_id]


def payments_of(tenant_id: UUID, payment_ids: Iterable[UUID]) -> dict[UUID, PaymentSheet]:
    """Payments by id; an unknown id is left out."""
    return {one.id: one for one in _read(" AND id = ANY(%s)", [tenant_id, list(set(payment_ids))])}


def lock_payments(tenant_id: UUID, payment_ids: Iterable[UUID]) -> dict[UUID, PaymentSheet]:
    """The same, locked in the order of their ids until the transaction ends."""
    ids = list(set(payment_ids))
    return {one.id: one for one in _read(" AND id = ANY(%s) ORDER BY id FOR UPDATE", [tenant_id, ids])}


def payments_by_key(tenant_id: UUID, keys: Iterable[str]) -> dict[str, UUID]:
    """The ids of the payments that were recorded under these keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, id FROM payments_payment WHERE tenant_id = %s AND key = ANY(%s)", [tenant_id, list(set(keys))]
        )
        return dict(cursor.fetchall())


def payments_as_kept(tenant_id: UUID, keys: Iterable[str]) -> dict[str, PaymentSheet]:
    """The payments that were recorded under these keys."""
    return {one.key: one for one in _read(" AND key = ANY(%s)", [tenant_id, list(set(keys))])}


def lock_unapplied(tenant_id: UUID, payment_ids: Iterable[UUID]) -> list[tuple[UUID, int, int]]:
    """Id, what settles nothing, and the whole, in minor units: locked in the order of the ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, unapplied_minor, amount_minor FROM payments_payment"
            " WHERE tenant_id = %s AND id = ANY(%s) ORDER BY id FOR UPDATE",
            [tenant_id, list(set(payment_ids))],
        )
        return list(cursor.fetchall())


def payments_by_charge(tenant_id: UUID, gateway_account_id: UUID, references: Iterable[str]) -> dict[str, PaymentSheet]:
    """Payments through a gateway account by the reference of their charge, locked in the order of their ids."""
    rows = _read(
        " AND gateway_account_id = %s AND reference = ANY(%s) ORDER BY id FOR UPDATE",
        [tenant_id, gateway_account_id, list(set(references))],
    )
    return {one.reference: one for one in rows}


def unapplied_of(tenant_id: UUID, customer_ids: Iterable[UUID]) -> list[PaymentSheet]:
    """What customers have paid and what settles nothing yet, oldest first."""
    return _read(
        " AND customer_id = ANY(%s) AND unapplied_minor > 0 ORDER BY received_on, id",
        [tenant_id, list(set(customer_ids))],
    )


def find_payments(
    tenant_id: UUID,
    *,
    customer_id: UUID | None = None,
    method: str = "",
    reference: str = "",
    unused: bool = False,
    cursor: str = "",
    before: str = "",
    turned: bool = False,
    limit: int = 50,
) -> PaymentPage:
    """Payments, the newest day first, one page; `reference` matches as a whole, `unused` are those with something left.

    The page begins after `cursor` or ends before `before`; `turned` lists the oldest day first. Raises BadInput for a
    cursor that this query did not give.
    """
    conditions = ""
    values: list[Any] = [tenant_id]
    if customer_id is not None:
        conditions, values = conditions + " AND customer_id = %s", [*values, customer_id]
    if method:
        conditions, values = conditions + " AND method = %s", [*values, method]
    if reference:
        conditions, values = conditions + " AND reference = %s", [*values, reference]
    if unused:
        conditions += " AND unapplied_minor > 0"
    backwards = bool(before and not cursor)
    sign, direction = (">", "ASC") if turned != backwards else ("<", "DESC")
    if row := cursor or before:
        conditions, values = conditions + f" AND (received_on, id) {sign} (%s, %s)", [*values, *_read_cursor(row)]
    rows = _read(f"{conditions} ORDER BY received_on {direction}, id {direction} LIMIT %s", [*values, limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    return PaymentPage(
        rows,
        _cursor(rows[-1]) if rows and (more or backwards) else "",
        _cursor(rows[0]) if rows and (more if backwards else cursor) else "",
    )


def _cursor(payment: PaymentSheet) -> str:
    return f"{payment.received_on.isoformat()}_{payment.id}"


def latest_payment_data(tenant_id: UUID, legal_entity_id: UUID) -> datetime | None:
    """When something was last heard of payments of an issuer: recorded, imported, or a gateway's webhook."""
    accounts = GatewayAccount.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id)
    heard = latest_received(
        tenant_id, [f"gateway:{account_id}" for account_id in accounts.values_list("id", flat=True)]
    )
    payments = Payment.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id)
    recorded: datetime | None = payments.aggregate(latest=Max("created_at"))["latest"]
    return max(filter(None, (heard, recorded)), default=None)


def _read_cursor(cursor: str) -> tuple[date, UUID]:
    day, _, payment_id = cursor.partition("_")
    try:
        return date.fromisoformat(day), UUID(payment_id)
    except ValueError:
        raise BadInput("bad_cursor", "This page marker is not one of ours.", field="cursor") from None


def _read(conditions: str, values: Sequence[Any]) -> list[PaymentSheet]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + conditions, list(values))
        return [PaymentSheet._make(row) for row in cursor.fetchall()]
