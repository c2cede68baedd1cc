from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.tenants.models import LegalEntity
from saldo.base.tenants.policies.check_legal_entity import check_legal_entity
from saldo.base.tenants.queries import get_legal_entity
from saldo.kernel.actors import Actor


def change_legal_entity(legal_entity_id: UUID, *, details: dict[str, Any], actor: Actor) -> LegalEntity:
    """Change an issuer's details. Documents that were issued keep what they said. Raises NotFound, BadInput."""
    actor.require("change_legal_entity")
    entity = get_legal_entity(actor.tenant_id, legal_entity_id)
    for name, value in check_legal_entity(details, complete=False).items():
        setattr(entity, name, value)
    entity.save(force_update=True)
    return entity
