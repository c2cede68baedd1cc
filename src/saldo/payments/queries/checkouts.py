"""Checkouts, and who may be paying right now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.base.tenants.writer import id_array
from saldo.kernel.errors import NotFound
from saldo.kernel.money import Money


class CheckoutSheet(NamedTuple):
    """The columns of a checkout; `amount_minor` in minor units of `currency`, `order` as JSON text."""

    id: UUID
    legal_entity_id: UUID
    customer_id: UUID
    gateway_account_id: UUID
    key: str
    state: str
    currency: str
    amount_minor: int
    order: str
    gateway_reference: str
    url: str
    failure_code: str
    created_at: datetime
    asked_at: datetime | None
    finished_at: datetime | None

    @property
    def amount(self) -> Money:
        """What the customer is asked for."""
        return Money(self.amount_minor, self.currency)

    @property
    def words(self) -> dict[str, str]:
        """What the gateway is told besides the amount: description, customer, language, ways back."""
        told: dict[str, str] = json.loads(self.order)
        return told


_COLUMNS = ", ".join('"order"::text' if name == "order" else name for name in CheckoutSheet._fields)
_SELECT = f"SELECT {_COLUMNS} FROM payments_checkout WHERE tenant_id = %s"  # noqa: S608
_LIVE = " AND state IN ('new', 'open', 'pending')"
_PENDING = """
    SELECT DISTINCT customer_id FROM payments_checkout
    WHERE tenant_id = %s AND customer_id = ANY(%s)
      AND (state = 'pending' OR (state = 'open' AND asked_at >= %s))
"""


def get_checkout(tenant_id: UUID, checkout_id: UUID) -> CheckoutSheet:
    """One checkout. Raises NotFound."""
    found = sheets_of_checkouts(tenant_id, [checkout_id])
    if not found:
        raise NotFound()
    return found[0]


def sheets_of_checkouts(tenant_id: UUID, checkout_ids: Iterable[UUID]) -> list[CheckoutSheet]:
    """Checkouts, oldest first; an unknown id is left out."""
    return _read(" AND id = ANY(%s) ORDER BY created_at, id", [tenant_id, list(set(checkout_ids))])


def lock_checkouts(tenant_id: UUID, checkout_ids: Iterable[UUID]) -> dict[UUID, CheckoutSheet]:
    """Checkouts by id, locked in the order of their ids until the transaction ends."""
    rows = _read(" AND id = ANY(%s) ORDER BY id FOR UPDATE", [tenant_id, list(set(checkout_ids))])
    return {one.id: one for one in rows}


def live_checkout(tenant_id: UUID, fingerprint: str) -> CheckoutSheet | None:
    """The checkout that stands for the same wish. Others who ask for it wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"checkout {tenant_id} {fingerprint}"])
    found = _read(f"{_LIVE} AND fingerprint = %s", [tenant_id, fingerprint])
    return found[0] if found else None


def checkouts_by_key(tenant_id: UUID, keys: Iterable[str]) -> dict[str, CheckoutSheet]:
    """Checkouts by the key that the gateway was given."""
    return {one.key: one for one in _read(" AND key = ANY(%s)", [tenant_id, list(set(keys))])}


def checkout_items(tenant_id: UUID, checkout_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, int]]:
    """How much of which invoice (minor units) each checkout was opened for, in the order in which it was said."""
    items: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    ids = list(set(checkout_ids))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT checkout_id, invoice_id, amount_minor FROM payments_checkoutitem"
            " WHERE tenant_id = %s AND checkout_id = ANY(%s) ORDER BY id",
            [tenant_id, ids],
        )
        for checkout_id, invoice_id, minor in cursor.fetchall():
            items[checkout_id][invoice_id] = minor
    return dict(items)


def waiting_checkouts(tenant_id: UUID, *, asked_before: datetime) -> list[UUID]:
    """Live checkouts that were sent to their gateway, or made and never sent, before an instant."""
    rows = _read(f"{_LIVE} AND coalesce(asked_at, created_at) < %s ORDER BY id", [tenant_id, asked_before])
    return [one.id for one in rows]


def customers_with_pending_payment(tenant_id: UUID, customer_ids: Iterable[UUID], since: datetime) -> set[UUID]:
    """Those who are paying: the gateway is still thinking, or they were sent to its page since that instant."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [tenant_id, id_array(set(customer_ids)), since])
        return {row[0] for row in cursor.fetchall()}


def _read(conditions: str, values: Sequence[Any]) -> list[CheckoutSheet]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + conditions, list(values))
        return [CheckoutSheet._make(row) for row in cursor.fetchall()]
