from __future__ import annotations

from datetime import datetime

from saldo.base.audit.models import AuditSeal
from saldo.base.audit.policies.seal_hash import GENESIS, seal_hash
from saldo.base.audit.queries import rows_between
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def seal_audit(*, up_to: datetime, actor: Actor) -> AuditSeal | None:
    """Seal the records before an instant (not later than the horizon) that no seal covers yet.

    The instant itself is left out: under a clock that stands still more may yet be recorded at it.

    Returns the new seal, or None where there was nothing to seal.
    """
    last = AuditSeal.objects.filter(tenant_id=actor.tenant_id).order_by("-number").first()
    if last is not None and last.sealed_up_to >= up_to:
        return None
    previous = last.seal_hash if last else GENESIS
    hashed, count = seal_hash(previous, rows_between(actor.tenant_id, last.sealed_up_to if last else None, up_to))
    if count == 0:
        return None
    seal = AuditSeal(
        id=new_id(),
        tenant_id=actor.tenant_id,
        number=last.number + 1 if last else 1,
        sealed_up_to=up_to,
        record_count=count,
        previous_hash=previous,
        seal_hash=hashed,
    )
    columns = ("id", "number", "sealed_up_to", "record_count", "previous_hash", "seal_hash")
    insert_rows(AuditSeal, columns, [tuple(getattr(seal, column) for column in columns)])
    return seal
