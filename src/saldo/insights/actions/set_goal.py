from __future__ import annotations

from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.insights.models import Goal
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id

MOST_DAYS = 365


def set_goal(legal_entity_id: UUID, *, days: int | None, by: date | None, actor: Actor) -> bool:
    """Say how many days an issuer's money should take, and by when; None takes the goal away. Returns what changed.

    Raises NotFound for an issuer of somebody else, BadInput that names the field.
    """
    actor.require("set_goal")
    get_legal_entity(actor.tenant_id, legal_entity_id)
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise BadInput("bad_goal", f"A goal is between 1 and {MOST_DAYS} days.", field="days")
    found = Goal.objects.select_for_update().filter(tenant_id=actor.tenant_id, legal_entity_id=legal_entity_id).first()
    before = None if found is None else {"days": found.days, "by": found.by}
    after = None if days is None else {"days": days, "by": by}
    if before == after:
        return False
    if found is not None:
        found.delete()
    if days is not None:
        Goal.objects.create(
            id=new_id(),
            tenant_id=actor.tenant_id,
            legal_entity_id=legal_entity_id,
            days=days,
            by=by,
            set_at=current_frame().now,
        )
    record("set_goal", [AuditLine("legal_entity", legal_entity_id, before, after)], actor=actor)
    return True
