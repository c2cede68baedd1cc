"""Payments on their way: the customer has confirmed, the gateway has not said what became of it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from saldo.payments.queries.checkouts import CheckoutSheet, sheets_of_checkouts

_HELD = "SELECT id FROM payments_checkout WHERE tenant_id = %s AND customer_id = %s AND state = 'pending'"


def held_checkouts(tenant_id: UUID, customer_id: UUID) -> list[CheckoutSheet]:
    """A customer's checkouts that the gateway is still working on, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [tenant_id, customer_id])
        found = [row[0] for row in cursor.fetchall()]
    return sheets_of_checkouts(tenant_id, found) if found else []
