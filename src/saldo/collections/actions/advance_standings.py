from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from saldo.collections.actions.change_standings import StandingChange, change_standings
from saldo.collections.models import Standing
from saldo.kernel.actors import Actor


class Taken(NamedTuple):
    """A step that a customer has been taken to on a day, by a message or (not `contacted`) by a person's decision."""

    customer_id: UUID
    number: int
    on: date
    contacted: bool


def advance_standings(taken: Sequence[Taken], *, legal_entity_id: UUID, actor: Actor) -> None:
    """Move customers on. The first step, taken again for a new invoice, neither climbs nor falls.

    A step counts once its message is out, not when it was meant: an attempt that failed uses nothing up.
    """
    actor.require("take_next_steps")
    latest = {one.customer_id: one for one in sorted(taken, key=lambda one: one.on)}
    kept = Standing.objects.select_for_update().filter(
        tenant_id=actor.tenant_id, legal_entity_id=legal_entity_id, customer_id__in=list(latest)
    )
    rows = {row.customer_id: row for row in kept.order_by("id")}
    for on in sorted({one.on for one in latest.values()}):  # one day, as a rule
        changes = [_moved(rows.get(one.customer_id), one) for one in latest.values() if one.on == on]
        change_standings(changes, legal_entity_id=legal_entity_id, on=on, actor=actor)


def _moved(row: Standing | None, taken: Taken) -> StandingChange:
    last_contact_on = taken.on if taken.contacted else (row.last_contact_on if row else None)
    if row is None:
        return StandingChange(None, taken.customer_id, taken.number, taken.on, last_contact_on, "")
    stays = taken.number == 1 and row.step > 0
    step, step_on = (row.step, row.step_on) if stays else (taken.number, taken.on)
    return StandingChange(row.id, taken.customer_id, step, step_on, last_contact_on, "", row.promised_until)
