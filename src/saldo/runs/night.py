"""The night of an issuer, read top to bottom.

Each step finds what is due and calls one action in chunks, each in a frame of its own. Nothing depends on when the
night starts, nor on whether the last one finished: run again it changes nothing, and after days without one it
evaluates today's state once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from saldo.base.audit.actions import seal_audit
from saldo.base.events.jobs import defer
from saldo.base.tenants.frame import frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.base.tenants.writer import insert_rows
from saldo.collections.actions import take_next_steps
from saldo.collections.queries import customers_to_decide, lost_reminders
from saldo.collections.queries.candidates import FIRST
from saldo.correspondence.actions import resume_messages
from saldo.insights import actions as insights
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import start_of_day
from saldo.kernel.clock import Clock
from saldo.kernel.references import new_id
from saldo.ledger.queries import known_horizon
from saldo.payments.actions import refresh_checkouts
from saldo.payments.queries import waiting_checkouts
from saldo.runs.models import NightRun
from saldo.runs.prove import prove

CHUNK = 2000
"""Customers decided on in one transaction: memory does not grow with their number."""

Progress = Callable[[str, int], None]
"""Called with a step's name and how much of it is done."""

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Night:
    """Whose night it is, of which business date, and by which clock."""

    tenant_id: UUID
    legal_entity_id: UUID
    on: date
    clock: Clock | None
    progress: Progress

    @property
    def actor(self) -> Actor:
        """The system, as the night."""
        return Actor.system(self.tenant_id, name="night")


@dataclass(frozen=True, slots=True)
class NightReport:
    """What a night did, by step. `ran` is false when another one of the same issuer is under way."""

    ran: bool
    counts: dict[str, Counts] = field(default_factory=dict)


def ask_gateways(night: Night) -> Counts:
    """What became of payments whose answer was lost, before anybody is reminded of them."""
    with frame(night.tenant_id, clock=night.clock) as opened:
        waiting = waiting_checkouts(night.tenant_id, asked_before=opened.now - timedelta(minutes=5))
    refresh_checkouts(waiting, tenant_id=night.tenant_id, actor=night.actor)
    return {"asked": len(waiting)}


def resume_mail(night: Night) -> Counts:
    """Take up messages that no job carries any more, and reminders that no job writes."""
    with frame(night.tenant_id, clock=night.clock):
        resumed = resume_messages(actor=night.actor)
        lost = lost_reminders(night.tenant_id, before=night.on)
        defer("collections.write_reminders", lost)
        return {"messages": len(resumed.done), "reminders": len(lost)}


def decide_next_steps(night: Night) -> Counts:
    """For every customer of whom something is overdue: a reminder, a draft, or a reason to be silent."""
    counts: Counter[str] = Counter()
    cursor: UUID | None = FIRST
    while cursor is not None:
        with frame(night.tenant_id, clock=night.clock):
            page, cursor = customers_to_decide(
                night.tenant_id, legal_entity_id=night.legal_entity_id, on=night.on, after=cursor, limit=CHUNK
            )
            outcome = take_next_steps(page, legal_entity_id=night.legal_entity_id, on=night.on, actor=night.actor)
        counts["looked_at"] += len(page)
        counts["reminded"] += len(outcome.done)
        counts["decided_before"] += len(outcome.unchanged)
        counts.update(refusal.code for refusal in outcome.refused)
        night.progress("decide_next_steps", counts["looked_at"])
    return dict(counts)


def seal_trail(night: Night) -> Counts:
    """Seal the audit trail up to the beginning of the day: what is dated before that has long been written."""
    with frame(night.tenant_id, clock=night.clock):
        entity = get_legal_entity(night.tenant_id, night.legal_entity_id)
        up_to = min(known_horizon(), start_of_day(night.on, entity.time_zone))
        seal = seal_audit(up_to=up_to, actor=night.actor)
        return {"sealed": seal.record_count if seal else 0}


def prove_books(night: Night) -> Counts:
    """Make every figure again from the ledger."""
    with frame(night.tenant_id, clock=night.clock, snapshot=True):
        lines = prove(night.tenant_id)
    return {"compared": sum(line.compared for line in lines), "wrong": sum(line.wrong for line in lines)}


def snapshot_insights(night: Night) -> Counts:
    """Add up the figures that pages read, so that each reads a few rows."""
    with frame(night.tenant_id, clock=night.clock):
        return {"days": insights.snapshot_insights(night.legal_entity_id, on=night.on, actor=night.actor)}


NIGHT: tuple[Callable[[Night], Counts], ...] = (
    ask_gateways,
    resume_mail,
    decide_next_steps,
    seal_trail,
    prove_books,
    snapshot_insights,
)
"""The order of the night. What it decides to send goes out by jobs that were committed with the decisions."""


def run_night(
    tenant_id: UUID,
    legal_entity_id: UUID,
    *,
    on: date,
    clock: Clock | None = None,
    wait: bool = True,
    progress: Progress = lambda step, done: None,
    steps: tuple[Callable[[Night], Counts], ...] = NIGHT,
) -> NightReport:
    """Run the night of an issuer for a business date; needs no frame.

    A second one of the same issuer waits until the first is over and then finds nothing to do, or, with `wait` false,
    does not run at all. `clock` overrides the installation's.
    """
    night = Night(tenant_id, legal_entity_id, on, clock or settings.SALDO_CLOCK, progress)
    with _alone(tenant_id, legal_entity_id, wait) as may_run:
        if not may_run:
            return NightReport(ran=False)
        _begin(night)
        counts: dict[str, Counts] = {}
        for step in steps:
            counts[step.__name__] = step(night)
            progress(step.__name__, sum(counts[step.__name__].values()))
        _finish(night, counts)
        return NightReport(ran=True, counts=counts)


@contextmanager
def _alone(tenant_id: UUID, legal_entity_id: UUID, wait: bool) -> Iterator[bool]:
    """Hold the issuer's lock on this connection. It goes when the connection does, so a killed night blocks nobody."""
    key = f"night {tenant_id} {legal_entity_id}"
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT true FROM (SELECT pg_advisory_lock(hashtextextended(%s, 0))) AS held", [key])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _begin(night: Night) -> None:
    with frame(night.tenant_id, clock=night.clock) as opened:
        insert_rows(
            NightRun,
            ("id", "legal_entity_id", "business_date", "started_at", "counts"),
            [(new_id(), night.legal_entity_id, night.on, opened.now, "{}")],
            unless_exists=("tenant_id", "legal_entity_id", "business_date"),
        )


def _finish(night: Night, counts: dict[str, Any]) -> None:
    with frame(night.tenant_id, clock=night.clock) as opened:
        run = NightRun.objects.filter(
            tenant_id=night.tenant_id, legal_entity_id=night.legal_entity_id, business_date=night.on, finished_at=None
        )
        run.update(finished_at=opened.now, counts=json.loads(json.dumps(counts)))
