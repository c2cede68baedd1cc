from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.files.actions import keep_files
from saldo.base.files.actions.keep_files import NewFile
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.invoices.documents.paper import set_invoice
from saldo.invoices.events import DocumentsMade
from saldo.invoices.models import InvoiceDocument
from saldo.invoices.policies.file_name import file_name
from saldo.invoices.queries import FrozenContent, lock_documents, unmade_contents
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome
from saldo.kernel.references import new_id


def make_documents(invoices: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Make the PDFs of issued documents from their frozen contents, each once in its life, and keep the bytes.

    What has a PDF is unchanged, and so is what has none by nature (a draft, an imported invoice, an unknown id). Two
    who make the same one at once wait for each other. About 20 ms each: give few at a time, for a transaction is open.
    """
    actor.require("make_documents")
    ids = list(dict.fromkeys(invoices))
    lock_documents(ids)
    contents = unmade_contents(actor.tenant_id, ids)
    files = keep_files([_set(one) for one in contents], actor=actor)
    now = current_frame().now
    insert_rows(
        InvoiceDocument,
        ("id", "invoice_id", "file_id", "made_at"),
        [(new_id(), one.invoice_id, file_id, now) for one, file_id in zip(contents, files, strict=True)],
    )
    made = [one.invoice_id for one in contents]
    record("make_documents", [AuditLine("invoice", one, None, {"document": "made"}) for one in made], actor=actor)
    if made:
        publish(DocumentsMade(tuple(made)))
    return Outcome(done=made, unchanged=[one for one in ids if one not in set(made)])


def _set(one: FrozenContent) -> NewFile:
    body = set_invoice(one.content, one.words, created_at=one.issued_at)
    return NewFile(file_name(one.content["paper"]["number"]), "application/pdf", body)
