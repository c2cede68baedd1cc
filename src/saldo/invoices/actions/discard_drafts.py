from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.invoices.errors import NotADraft
from saldo.invoices.models import Invoice, InvoiceLine
from saldo.invoices.queries import lock_invoices
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.kernel.outcomes import Outcome, Refusal


def discard_drafts(drafts: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Remove drafts for good. A draft has no number, so none is lost. What is issued is refused."""
    actor.require("discard_drafts")
    found = lock_invoices(actor.tenant_id, drafts)
    outcome: Outcome[UUID] = Outcome()
    for draft_id in dict.fromkeys(drafts):
        if draft_id not in found:
            outcome.refused.append(Refusal(draft_id, NotFound.default_code, NotFound.default_sentence))
        elif not found[draft_id].is_draft:
            outcome.refused.append(Refusal(draft_id, NotADraft.default_code, NotADraft.default_sentence))
        else:
            outcome.done.append(draft_id)
    InvoiceLine.objects.filter(tenant_id=actor.tenant_id, invoice_id__in=outcome.done).delete()
    Invoice.objects.filter(tenant_id=actor.tenant_id, id__in=outcome.done).delete()
    record(
        "discard_drafts",
        [AuditLine("invoice", one, {"state": "draft", "total_minor": found[one].total_minor}) for one in outcome.done],
        actor=actor,
    )
    return outcome
