from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.events.actions import publish
from saldo.base.files.actions import NewFile, keep_files
from saldo.base.tenants.writer import update_rows
from saldo.invoices.policies.file_name import file_name
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome
from saldo.settlement.documents.receipts import set_receipt
from saldo.settlement.events import ReceiptsMade
from saldo.settlement.models import Receipt
from saldo.settlement.queries import lock_receipts


def make_receipts(receipts: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Make the PDFs of receipts from their frozen contents, each once, and keep the bytes.

    What has a PDF is unchanged. Publishes ReceiptsMade with those that were made now.
    """
    actor.require("make_documents")
    found = lock_receipts(actor.tenant_id, receipts)
    unmade = [one for one in found if one.file_id is None]
    files = keep_files(
        [NewFile(file_name(one.number), "application/pdf", set_receipt(one)) for one in unmade], actor=actor
    )
    update_rows(Receipt, ("id", "file_id"), [(one.id, file_id) for one, file_id in zip(unmade, files, strict=True)])
    if unmade:
        publish(ReceiptsMade(tuple(one.id for one in unmade)))
    return Outcome(done=[one.id for one in unmade], unchanged=[one.id for one in found if one.file_id is not None])
