"""Every timed thing, in one table. The worker reads it; nothing else starts by the clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from saldo.base.events.jobs import defer, job
from saldo.base.tenants.frame import current_frame, frame
from saldo.base.tenants.queries import get_legal_entity, list_legal_entities, list_tenants
from saldo.correspondence.actions import resume_messages
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.payments.queries import waiting_checkouts
from saldo.runs.models import NightRun
from saldo.runs.night import run_night

NIGHT_HOUR = 6
"""The hour of an issuer's own clock from which its night may run."""

NIGHT_JOB = "runs.run_night"


@job(NIGHT_JOB, outside=True)
def run_nights(legal_entity_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """The night of issuers, for their business date of now; one that is under way elsewhere is left to it."""
    for legal_entity_id in legal_entity_ids:
        with frame(tenant_id) as opened:
            on = business_date(opened.now, get_legal_entity(tenant_id, legal_entity_id).time_zone)
        run_night(tenant_id, legal_entity_id, on=on, wait=False)


def start_nights() -> int:
    """Ask for the night of every issuer whose morning has come and whose night has not run. Returns how many.

    A worker that was down for days finds one night to run, not one for each day.
    """
    started = 0
    for tenant_id in list_tenants():
        with frame(tenant_id) as opened:
            for entity_id, on in _due(tenant_id, opened.now):
                started += defer(NIGHT_JOB, [entity_id], queueing_lock=f"night {entity_id} {on}")
    return started


def _due(tenant_id: UUID, now: datetime) -> list[tuple[UUID, date]]:
    today = {
        entity.id: business_date(now, entity.time_zone)
        for entity in list_legal_entities(tenant_id)
        if now.astimezone(ZoneInfo(entity.time_zone)).hour >= NIGHT_HOUR
    }
    rows = NightRun.objects.filter(
        tenant_id=tenant_id, business_date__in=set(today.values()), finished_at__isnull=False
    )
    finished = set(rows.values_list("legal_entity_id", "business_date"))
    return [(entity_id, on) for entity_id, on in today.items() if (entity_id, on) not in finished]


def resume_mail() -> int:
    """Send what was held until a mail server was set, and take up what a killed worker left. Returns how many."""
    resumed = 0
    for tenant_id in list_tenants():
        with frame(tenant_id):
            resumed += len(resume_messages(actor=Actor.system(tenant_id, name="resume_mail")).done)
    return resumed


def ask_gateways() -> int:
    """Ask what became of payments that were left in the open for five minutes. Returns how many."""
    asked = 0
    for tenant_id in list_tenants():
        with frame(tenant_id):
            waiting = waiting_checkouts(tenant_id, asked_before=current_frame().now - timedelta(minutes=5))
            defer("payments.refresh_checkouts", waiting)
            asked += len(waiting)
    return asked


def retry_stalled_jobs() -> int:
    """Put back into the queue what a killed worker was doing; every job may be run again. Returns how many.

    Where the same is waiting already (it holds the queueing lock), that one does its work and the stalled one ends.
    """
    stalled = list(async_to_sync(app.job_manager.get_stalled_jobs)())
    for one in stalled:
        try:
            async_to_sync(app.job_manager.retry_job)(one)
        except UniqueViolation:
            async_to_sync(app.job_manager.finish_job)(one, status=Status.ABORTED, delete_job=True)
    return len(stalled)


class Timed(NamedTuple):
    """What happens by itself, and when: `cron` in UTC, five fields. Each run may overlap the last one."""

    cron: str
    run: Callable[[], int]


TIMETABLE: tuple[Timed, ...] = (
    Timed("*/10 * * * *", start_nights),
    Timed("*/5 * * * *", resume_mail),
    Timed("*/5 * * * *", ask_gateways),
    Timed("* * * * *", retry_stalled_jobs),
)


def _register(timed: Timed) -> None:
    name = f"runs.{timed.run.__name__}"

    @app.periodic(cron=timed.cron)
    @app.task(name=name, queue="default", queueing_lock=name, pass_context=False)
    def run(timestamp: int) -> None:
        timed.run()


for _timed in TIMETABLE:
    _register(_timed)
