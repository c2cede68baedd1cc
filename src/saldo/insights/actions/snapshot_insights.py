from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.insights.models import CustomerHabit, DayFigure, Snapshot
from saldo.insights.policies import series
from saldo.insights.queries.derive import derive, habits_now
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id
from saldo.ledger.queries import known_horizon
from saldo.ledger.queries.movements import BEGINNING

CAUTION = timedelta(minutes=5)
"""Kept figures stop this long before what the ledger can answer for; pages add the rest, so it costs nothing."""

_DAY_COLUMNS = ("id", "legal_entity_id", *series.DayFigure._fields)
_HABIT_COLUMNS = ("id", "customer_id", "invoices", "early_days", "usual_days", "late_days")
_SNAPSHOT_COLUMNS = (
    *("id", "legal_entity_id", "taken_on", "known_at"),
    *("invoices", "early_days", "usual_days", "late_days"),
)


def snapshot_insights(legal_entity_id: UUID, *, on: date, actor: Actor) -> int:
    """Make an issuer's figures of every day again from the ledger, and everybody's habits. Returns the days kept.

    It is a copy that pages read: nothing rests on it, and run again it says the same. Not audited for that reason.
    """
    actor.require("snapshot_insights")
    tenant_id = actor.tenant_id
    known_at = min(known_horizon(), current_frame().now) - CAUTION
    habits, usual = habits_now(tenant_id, None, on=on)
    since = {legal_entity_id: BEGINNING}
    found = derive(tenant_id, since=since, until=known_at, on=on, habits_of=lambda customer_ids: (habits, usual))
    days = series.add_up(found.get(legal_entity_id, ()))
    CustomerHabit.objects.filter(tenant_id=tenant_id).delete()
    insert_rows(
        CustomerHabit, _HABIT_COLUMNS, [(new_id(), customer_id, *habit) for customer_id, habit in habits.items()]
    )
    DayFigure.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id).delete()
    insert_rows(DayFigure, _DAY_COLUMNS, [(new_id(), legal_entity_id, *one) for one in days])
    Snapshot.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id).delete()
    insert_rows(Snapshot, _SNAPSHOT_COLUMNS, [(new_id(), legal_entity_id, on, known_at, *usual)])
    return len(days)
