"""What has been billed and credited, tax by tax, as the frozen documents say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.content import CATEGORIES
from saldo.invoices.policies.credit import TaxShare
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.money import Money
from saldo.taxes.choices import TaxCategory

_TAXES = """
    SELECT invoice.id, invoice.corrects_id, content.content -> 'paper' -> 'taxes'
    FROM invoices_invoice AS invoice
    JOIN invoices_invoicecontent AS content
      ON content.tenant_id = invoice.tenant_id AND content.invoice_id = invoice.id
    WHERE invoice.tenant_id = %(tenant_id)s AND (invoice.id = ANY(%(ids)s) OR invoice.corrects_id = ANY(%(ids)s))
"""


def credit_ground(
    tenant_id: UUID, invoices: Sequence[Sheet]
) -> tuple[dict[UUID, list[TaxShare]], dict[UUID, list[TaxShare]]]:
    """The tax shares of invoices, and of all their credit notes together, in one query.

    An imported invoice has no taxes of ours: it is one share outside the scope of tax.
    """
    currencies = {one.id: one.currency for one in invoices}
    billed = {one.id: [_imported(one)] for one in invoices}
    credited: dict[UUID, list[TaxShare]] = {one.id: [] for one in invoices}
    with connection.cursor() as cursor:
        cursor.execute(_TAXES, {"tenant_id": tenant_id, "ids": list(currencies)})
        for document_id, corrects_id, text in cursor.fetchall():
            taxes = json.loads(text)  # Django's raw cursors leave JSON as text
            if document_id in billed:
                billed[document_id] = [_share(tax, currencies[document_id]) for tax in taxes]
            else:
                credited[corrects_id].extend(_share(tax, currencies[corrects_id]) for tax in taxes)
    return billed, credited


def _share(tax: dict[str, Any], currency: str) -> TaxShare:
    base, amount = Money.of(tax["base"], currency), Money.of(tax["amount"], currency)
    return TaxShare(CATEGORIES[tax["kind"]], Decimal(tax["percent"]), base.minor, amount.minor)


def _imported(invoice: Sheet) -> TaxShare:
    return TaxShare(TaxCategory.OUTSIDE_SCOPE.value, Decimal(0), invoice.total_minor, 0)
