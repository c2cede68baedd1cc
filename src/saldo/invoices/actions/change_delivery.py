from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.writer import update_rows
from saldo.invoices.choices import Delivery
from saldo.invoices.models import Invoice
from saldo.invoices.policies.delivery import may_become
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def change_delivery(changes: Mapping[UUID, Delivery], *, at: datetime, actor: Actor) -> Outcome[UUID]:
    """Record news about the delivery of issued documents, dated `at`.

    Older news never hides a later step, so that events may arrive twice and in any order: such a document is
    `unchanged`. For correspondence and the portal, under their own permission; a draft and an unknown id are refused.
    """
    found = lock_invoices(actor.tenant_id, changes)
    outcome: Outcome[UUID] = Outcome()
    for invoice_id, after in changes.items():
        sheet = found.get(invoice_id)
        if sheet is None or sheet.is_draft:
            outcome.refused.append(Refusal(invoice_id, "not_issued", "Only an issued document is delivered."))
        elif may_become(sheet.delivery, after):
            outcome.done.append(invoice_id)
        else:
            outcome.unchanged.append(invoice_id)
    rows = [(one, Delivery(changes[one]).value, at) for one in outcome.done]
    update_rows(Invoice, ("id", "delivery", "delivery_at"), rows)
    lines = [
        AuditLine("invoice", one, {"delivery": found[one].delivery}, {"delivery": str(changes[one])})
        for one in outcome.done
    ]
    record("change_delivery", lines, actor=actor)
    return outcome
