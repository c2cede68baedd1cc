from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.writer import insert_rows, update_rows
from saldo.invoices.errors import ChangedMeanwhile, NotADraft
from saldo.invoices.models import Invoice, InvoiceLine
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.policies.rows import DRAFT_COLUMNS, LINE_COLUMNS, draft_row, line_rows
from saldo.invoices.queries import compose_drafts, lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome


def change_draft(invoice_id: UUID, *, new: NewInvoice, version: int, actor: Actor) -> Outcome[UUID]:
    """Write a draft anew, lines and all. `version` is the one that the writer read.

    Refused, each with its field: what `check_draft` finds. Raises NotFound, NotADraft, and ChangedMeanwhile where
    another version has been saved since.
    """
    actor.require("change_draft")
    kept = lock_invoices(actor.tenant_id, [invoice_id]).get(invoice_id)
    if kept is None:
        raise NotFound()
    if not kept.is_draft:
        raise NotADraft()
    if kept.version != version:
        raise ChangedMeanwhile()
    drafts, refused = compose_drafts(actor.tenant_id, [replace(new, id=invoice_id)])
    for draft in drafts:
        update_rows(Invoice, (*DRAFT_COLUMNS, "version"), [(*draft_row(draft), version + 1)])
        InvoiceLine.objects.filter(tenant_id=actor.tenant_id, invoice_id=invoice_id).delete()
        insert_rows(InvoiceLine, LINE_COLUMNS, line_rows(invoice_id, draft.lines))
        before, after = {"total_minor": kept.total_minor}, {"total_minor": draft.total_minor}
        record("change_draft", [AuditLine("invoice", invoice_id, before, after)], actor=actor)
    return Outcome(done=[one.new.id for one in drafts], refused=refused)
