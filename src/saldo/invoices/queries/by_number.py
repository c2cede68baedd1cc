"""Invoices by what other systems call them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.sheet import Sheet

_ISSUED = f"""
    SELECT {", ".join(Sheet._fields)} FROM invoices_invoice
    WHERE tenant_id = %s AND legal_entity_id = %s AND kind = 'invoice' AND state <> 'draft' AND number = ANY(%s)
    ORDER BY origin DESC, id
"""  # noqa: S608 - only constants


def invoices_by_number(tenant_id: UUID, legal_entity_id: UUID, numbers: Iterable[str]) -> dict[str, Sheet]:
    """An issuer's invoices by number, in one query; where one was written here and one imported, the imported one."""
    with connection.cursor() as cursor:
        cursor.execute(_ISSUED, [tenant_id, legal_entity_id, list(set(numbers))])
        return {sheet.number or "": sheet for sheet in map(Sheet._make, cursor.fetchall()) if sheet.number}
