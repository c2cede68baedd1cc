from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from saldo.base.files.queries import get_file
from saldo.invoices.actions.make_documents import make_documents
from saldo.invoices.queries import document_file_ids
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound

if TYPE_CHECKING:
    from saldo.base.files.models import File


def document_of(invoice_id: UUID, *, actor: Actor) -> File:
    """The PDF of an issued document, made now if nobody has made it yet.

    Raises NotFound for a draft, an imported invoice and an unknown id: they have no document of ours.
    """
    actor.require("view_invoices")
    found = document_file_ids(actor.tenant_id, [invoice_id])
    if not found:
        make_documents([invoice_id], actor=Actor.system(actor.tenant_id, name="first view"))
        found = document_file_ids(actor.tenant_id, [invoice_id])
    if not found:
        raise NotFound("no_document", "There is no document of this invoice.")
    return get_file(actor.tenant_id, found[invoice_id])
