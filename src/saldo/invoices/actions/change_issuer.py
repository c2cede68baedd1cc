from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.actions import change_legal_entity
from saldo.base.tenants.queries import get_legal_entity
from saldo.kernel.actors import Actor


def change_issuer(legal_entity_id: UUID, *, details: dict[str, Any], actor: Actor) -> None:
    """Change what future documents say about their issuer, such as its address or bank account, and keep who did.

    Documents that were issued keep what they said. Raises NotFound, and BadInput that names the field.
    """
    entity = get_legal_entity(actor.tenant_id, legal_entity_id)
    before = {name: getattr(entity, name) for name in details}
    after = change_legal_entity(legal_entity_id, details=details, actor=actor)
    changed = {name: getattr(after, name) for name, value in before.items() if getattr(after, name) != value}
    if changed:
        old = {name: before[name] for name in changed}
        record("change_issuer", [AuditLine("legal_entity", legal_entity_id, old, changed)], actor=actor)
