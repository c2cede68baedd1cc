from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from saldo.base.files.queries import get_file
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound
from saldo.settlement.actions.make_receipts import make_receipts
from saldo.settlement.queries import receipt_of

if TYPE_CHECKING:
    from saldo.base.files.models import File


def receipt_document(payment_id: UUID, *, actor: Actor) -> File:
    """The PDF of a payment's receipt, made now if nobody has made it yet. Raises NotFound where there is no receipt."""
    actor.require("view_payments")
    receipt = receipt_of(actor.tenant_id, payment_id)
    if receipt is not None and receipt.file_id is None:
        make_receipts([receipt.id], actor=Actor.system(actor.tenant_id, name="first view"))
        receipt = receipt_of(actor.tenant_id, payment_id)
    if receipt is None or receipt.file_id is None:
        raise NotFound("no_receipt", "There is no receipt of this payment.")
    return get_file(actor.tenant_id, receipt.file_id)
