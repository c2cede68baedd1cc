"""What is overdue, for many customers at once: the night reads it for a hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.base.tenants.writer import id_array
from saldo.kernel.money import Money


class OverdueInvoice(NamedTuple):
    """An open invoice whose due date has passed. `delivery` is a Delivery code."""

    customer_id: UUID
    invoice_id: UUID
    currency: str
    open_minor: int
    due_on: date
    delivery: str
    legal_entity_id: UUID


_OVERDUE = """
    SELECT customer_id, id, currency, open_minor, due_on, delivery, legal_entity_id FROM invoices_invoice
    WHERE tenant_id = %s AND customer_id = ANY(%s) AND state = 'open' AND due_on < %s
      AND (%s::uuid IS NULL OR legal_entity_id = %s) AND kind = 'invoice' AND open_minor > 0
    ORDER BY customer_id, due_on, id
"""
_CUSTOMERS = """
    SELECT DISTINCT customer_id FROM invoices_invoice
    WHERE tenant_id = %s AND customer_id > %s AND state = 'open' AND due_on < %s
      AND legal_entity_id = %s AND kind = 'invoice' AND open_minor > 0
    ORDER BY customer_id LIMIT %s
"""


def overdue_items(
    tenant_id: UUID, customer_ids: Sequence[UUID], *, legal_entity_id: UUID | None, on: date
) -> list[OverdueInvoice]:
    """The issuer's invoices to these customers that are overdue on a day, by customer, the oldest first. One query.

    None stands for every issuer of the tenant.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [tenant_id, id_array(customer_ids), on, legal_entity_id, legal_entity_id])
        return list(map(OverdueInvoice._make, cursor.fetchall()))


def customers_with_overdue(tenant_id: UUID, *, legal_entity_id: UUID, on: date, after: UUID, limit: int) -> list[UUID]:
    """The next customers, in the order of their ids, of whom something is overdue on a day. Walks an index."""
    with connection.cursor() as cursor:
        cursor.execute(_CUSTOMERS, [tenant_id, after, on, legal_entity_id, limit])
        return [row[0] for row in cursor.fetchall()]


class CustomerOverdue(NamedTuple):
    """What of a customer is overdue in one currency, whoever issued it, and since when at most."""

    customer_id: UUID
    amount: Money
    invoices: int
    oldest_due_on: date


_BY_CUSTOMER = """
    SELECT customer_id, currency, sum(open_minor)::bigint, count(*), min(due_on) FROM invoices_invoice
    WHERE tenant_id = %s AND customer_id = ANY(%s) AND state = 'open' AND due_on < %s AND kind = 'invoice'
    GROUP BY customer_id, currency ORDER BY 3 DESC, 2
"""


def overdue_by_customer(
    tenant_id: UUID, customer_ids: Sequence[UUID], *, on: date
) -> dict[UUID, list[CustomerOverdue]]:
    """Of each of these customers what is overdue on a day, by currency, the largest first; none is left out."""
    found: dict[UUID, list[CustomerOverdue]] = {one: [] for one in customer_ids}
    with connection.cursor() as cursor:
        cursor.execute(_BY_CUSTOMER, [tenant_id, id_array(customer_ids), on])
        for customer_id, currency, minor, count, oldest in cursor.fetchall():
            found[customer_id].append(CustomerOverdue(customer_id, Money(minor, currency), count, oldest))
    return found
