from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from saldo.base.tenants.writer import insert_rows, update_rows
from saldo.collections.models import Standing
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id

_CHANGED = ("step", "step_on", "last_contact_on", "silence", "promised_until", "decided_on")


class StandingChange(NamedTuple):
    """A standing as it shall be. `id` is None where there is none yet."""

    id: UUID | None
    customer_id: UUID
    step: int
    step_on: date | None
    last_contact_on: date | None
    silence: str
    promised_until: date | None = None


def change_standings(changes: Sequence[StandingChange], *, legal_entity_id: UUID, on: date, actor: Actor) -> None:
    """Write standings, new ones and kept ones, dated with the day on which they became so.

    The kept ones are locked by the caller.
    """
    actor.require("take_next_steps")
    insert_rows(
        Standing,
        ("id", "legal_entity_id", "customer_id", *_CHANGED),
        [(new_id(), legal_entity_id, *one[1:], on) for one in changes if one.id is None],
        unless_exists=("tenant_id", "legal_entity_id", "customer_id"),
    )
    update_rows(
        Standing,
        ("id", *_CHANGED),
        [(one.id, *one[2:], on) for one in changes if one.id is not None],
    )
