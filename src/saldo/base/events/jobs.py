"""Jobs: functions by name, run by any worker, inside a frame of their tenant.

A job may be run again after a crash or a failure, so each is idempotent. Arguments are ids, never personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from saldo.base.tenants.frame import current_frame, frame
from saldo.kernel.actors import Actor

CHUNK = 500
"""Ids in one job: a failing job repeats at most this much work."""

Job = Callable[..., None]

_RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)


def job(name: str, *, outside: bool = False, queue: str = "default") -> Callable[[Job], Job]:
    """Declare `function(ids, *, actor)` as the job `name`. It runs in a frame of its tenant.

    `outside=True` declares `function(ids, *, tenant_id, actor)`, which gets no frame and opens short ones of its own
    around its calls to the outside world.
    """

    def register(function: Job) -> Job:
        @app.task(name=name, queue=queue, retry=_RETRY)
        def run(*, tenant_id: str, ids: Sequence[str]) -> None:
            tenant, subjects = UUID(tenant_id), [UUID(one) for one in ids]
            actor = Actor.system(tenant, name=name)
            if outside:
                function(subjects, tenant_id=tenant, actor=actor)
                return
            with frame(tenant):
                function(subjects, actor=actor)

        return function

    return register


def defer(name: str, ids: Sequence[UUID], *, run_at: datetime | None = None, queueing_lock: str | None = None) -> int:
    """Ask for a job about some ids, in chunks, as part of the frame's transaction. Returns the number of jobs deferred.

    With a `queueing_lock` a job that is waiting already is not asked for again.
    """
    opened = current_frame()
    chunks = [list(map(str, ids[start : start + CHUNK])) for start in range(0, len(ids), CHUNK)]
    if not chunks:
        return 0
    if run_at is not None:
        run_at -= getattr(opened.clock, "shift", timedelta())  # the queue knows the real time only
    deferrer = app.configure_task(name=name, schedule_at=run_at, queueing_lock=queueing_lock, allow_unknown=False)
    arguments: list[dict[str, Any]] = [{"tenant_id": str(opened.tenant_id), "ids": chunk} for chunk in chunks]
    if queueing_lock is None:
        deferrer.batch_defer(*arguments)
        return len(chunks)
    try:
        with transaction.atomic():  # a lock that is taken would abort the whole transaction
            deferrer.defer(**arguments[0])
    except AlreadyEnqueued:
        return 0
    return 1


def handlers_of(event_type: type[Any]) -> Sequence[str]:
    """The names of the jobs that the wiring table lists for an event."""
    wiring: dict[type[Any], Sequence[str]] = import_string(settings.SALDO_WIRING)
    return wiring.get(event_type, ())
