"""How customers have paid: how many days after the due date, invoice by invoice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.base.tenants.writer import id_array

_PAID = """
    SELECT customer_id, array_agg(days) FROM (
        SELECT customer_id, settled_on - due_on AS days,
               row_number() OVER (PARTITION BY customer_id ORDER BY settled_on DESC, id DESC) AS place
        FROM invoices_invoice AS invoice
        WHERE tenant_id = %(tenant_id)s AND state = 'settled' AND kind = 'invoice' AND due_on IS NOT NULL
          AND settled_on > %(after)s AND total_minor > 0 {customers}
          AND NOT EXISTS (
              SELECT FROM invoices_invoice AS note
              WHERE note.tenant_id = invoice.tenant_id AND note.corrects_id = invoice.id)
    ) AS paid WHERE place <= %(most)s GROUP BY customer_id
"""
_OF_ALL = _PAID.format(customers="")
_OF_SOME = _PAID.format(customers="AND customer_id = ANY(%(customers)s)")


def paid_days(
    tenant_id: UUID, customer_ids: Iterable[UUID] | None = None, *, after: date, most: int
) -> dict[UUID, list[int]]:
    """Days from due date to settlement of each customer's last invoices settled after a day; of everybody without ids.

    What a credit note corrects is left out: it was not paid late or early.
    """
    values: dict[str, Any] = {"tenant_id": tenant_id, "after": after, "most": most}
    if customer_ids is not None:
        values["customers"] = id_array(customer_ids)
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL if customer_ids is None else _OF_SOME, values)
        return dict(cursor.fetchall())
