from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.models import LegalEntity
from saldo.base.tenants.policies.check_legal_entity import check_legal_entity
from saldo.kernel.actors import Actor


def create_legal_entity(legal_entity_id: UUID, *, details: dict[str, Any], actor: Actor) -> LegalEntity:
    """Create an issuer from its field values; the same id again returns what is there.

    Refuses an unknown country, time zone or currency, a bad IBAN and a colour that is none (BadInput, naming the
    field).
    """
    actor.require("create_legal_entity")
    existing = LegalEntity.objects.filter(tenant_id=actor.tenant_id, id=legal_entity_id).first()
    if existing is not None:
        return existing
    entity = LegalEntity(
        id=legal_entity_id, tenant_id=actor.tenant_id, created_at=current_frame().now, **check_legal_entity(details)
    )
    entity.save(force_insert=True)
    return entity
