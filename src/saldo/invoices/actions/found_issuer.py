from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.actions import create_legal_entity
from saldo.base.tenants.queries import list_legal_entities
from saldo.invoices.actions.prepare_issuer import prepare_issuer
from saldo.kernel.actors import Actor


def found_issuer(legal_entity_id: UUID, *, details: dict[str, Any], actor: Actor) -> None:
    """Create a further issuer of the account, with number series and the usual taxes of its country.

    It is in test mode when the others are. The same id again changes nothing. Raises BadInput that names the field.
    """
    actor.require("create_legal_entity")
    others = list_legal_entities(actor.tenant_id)
    if any(one.id == legal_entity_id for one in others):
        return
    if others:
        details = {**details, "is_test": others[0].is_test, "test_email": others[0].test_email}
    create_legal_entity(legal_entity_id, details=details, actor=actor)
    prepare_issuer(legal_entity_id, actor=actor)
    record("found_issuer", [AuditLine("legal_entity", legal_entity_id, None, details)], actor=actor)
