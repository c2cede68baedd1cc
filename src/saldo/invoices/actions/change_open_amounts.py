from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.writer import update_rows
from saldo.invoices.choices import InvoiceState
from saldo.invoices.errors import OpenOutOfRange
from saldo.invoices.models import Invoice
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict, NotFound


def change_open_amounts(changes: Mapping[UUID, int], *, on: date | Mapping[UUID, date], actor: Actor) -> None:
    """Add to the open amounts of invoices and credit notes, in minor units: less than zero where money came.

    For settlement, in the transaction of its ledger entries and under its permission; whoever decides on open amounts
    has locked them first (`queries.lock_invoices`). What reaches zero is settled `on` that day, one for all or each
    its own; what leaves it is open again. Raises NotFound, Conflict for a draft, and OpenOutOfRange below zero or above
    the total.
    """
    found = lock_invoices(actor.tenant_id, changes)
    rows, lines = [], []
    for invoice_id, delta in changes.items():
        sheet = found.get(invoice_id)
        if sheet is None:
            raise NotFound()
        if sheet.is_draft:
            raise Conflict("not_issued", "A draft has nothing to settle.")
        after = sheet.open_minor + delta
        if not 0 <= after <= sheet.total_minor:
            raise OpenOutOfRange()
        state = InvoiceState.OPEN.value if after else InvoiceState.SETTLED.value
        day = on if isinstance(on, date) else on[invoice_id]
        rows.append((invoice_id, state, after, None if after else (sheet.settled_on or day)))
        if state != sheet.state:
            lines.append(AuditLine("invoice", invoice_id, {"state": sheet.state}, {"state": state}))
    update_rows(Invoice, ("id", "state", "open_minor", "settled_on"), rows)
    record("change_open_amounts", lines, actor=actor)
