from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.invoices.choices import InvoiceKind, InvoiceOrigin, InvoiceState
from saldo.invoices.models import Invoice, InvoiceLine
from saldo.invoices.policies.compose_draft import Draft
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.policies.rows import DRAFT_COLUMNS, LINE_COLUMNS, draft_row, line_rows
from saldo.invoices.queries import compose_drafts, sheets_of
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome


def draft_invoices(new: Sequence[NewInvoice], *, actor: Actor) -> Outcome[UUID]:
    """Write drafts. A draft whose id is there already is unchanged, whatever it says: the request came twice.

    Refused, each with its field: what `check_draft` finds. Nothing of a refused draft is written.
    """
    actor.require("draft_invoices")
    existing = sheets_of(actor.tenant_id, [one.id for one in new])
    fresh = {one.id: one for one in new if one.id not in existing}
    drafts, refused = compose_drafts(actor.tenant_id, list(fresh.values()))
    _write(drafts)
    record(
        "draft_invoices",
        [AuditLine("invoice", one.new.id, None, {"state": "draft", "total_minor": one.total_minor}) for one in drafts],
        actor=actor,
    )
    return Outcome(done=[one.new.id for one in drafts], refused=refused, unchanged=list(existing))


def _write(drafts: Sequence[Draft]) -> None:
    now = current_frame().now
    fixed = (InvoiceKind.INVOICE.value, InvoiceOrigin.WRITTEN.value, InvoiceState.DRAFT.value, now)
    insert_rows(
        Invoice,
        ("kind", "origin", "state", "created_at", *DRAFT_COLUMNS, *_EMPTY),
        [(*fixed, *draft_row(one), *_EMPTY.values()) for one in drafts],
    )
    insert_rows(InvoiceLine, LINE_COLUMNS, [row for one in drafts for row in line_rows(one.new.id, one.lines)])


_EMPTY = {"reference": "", "reason": "", "open_minor": 0, "delivery": "", "version": 1}
