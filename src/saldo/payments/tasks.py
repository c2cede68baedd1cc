"""Jobs of payments."""

from __future__ import annotations

from uuid import UUID

from saldo.base.events.jobs import job
from saldo.kernel.actors import Actor
from saldo.payments import actions


@job("payments.take_gateway_events")
def take_gateway_events(ids: list[UUID], *, actor: Actor) -> None:
    """Think about webhooks that were stored."""
    actions.take_gateway_events(ids, actor=actor)


@job("payments.refresh_checkouts", outside=True)
def refresh_checkouts(ids: list[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Ask the gateways about checkouts that wait."""
    actions.refresh_checkouts(ids, tenant_id=tenant_id, actor=actor)
