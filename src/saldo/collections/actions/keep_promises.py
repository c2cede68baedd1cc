from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.collections.actions.change_standings import StandingChange, change_standings
from saldo.collections.choices import Silence
from saldo.collections.models import Standing
from saldo.kernel.actors import Actor


def keep_promises(until: Mapping[UUID, date], *, legal_entity_id: UUID, on: date, actor: Actor) -> None:
    """Leave customers alone through a day: they promised to pay, or said that they had. A later word takes its place.

    It holds for one issuer; what waits to be sent to them by itself is stopped when it is about to go out.
    """
    actor.require("keep_promises")
    found = Standing.objects.select_for_update().filter(
        tenant_id=actor.tenant_id, legal_entity_id=legal_entity_id, customer_id__in=list(until)
    )
    rows = {row.customer_id: row for row in found.order_by("id")}
    changes = []
    for customer_id, day in until.items():
        row = rows.get(customer_id)
        kept = (row.step, row.step_on, row.last_contact_on) if row else (0, None, None)
        changes.append(StandingChange(row.id if row else None, customer_id, *kept, Silence.PROMISED, day))
    change_standings(changes, legal_entity_id=legal_entity_id, on=on, actor=actor)
    lines = [AuditLine("customer", one, None, {"promised_until": day}) for one, day in until.items()]
    record("keep_promises", lines, actor=actor)
