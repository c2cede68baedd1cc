"""Jobs commit with the change, run in a frame of their tenant, and come in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django import app

from saldo.base.events.actions import publish, run_due_jobs
from saldo.base.events.jobs import CHUNK, defer, handlers_of, job
from saldo.base.tenants.frame import current_frame
from saldo.kernel.references import new_id

SEEN: list[tuple[UUID, int]] = []


@dataclass(frozen=True)
class Happened:
    ids: tuple[UUID, ...]


WIRING = {Happened: ("tests.note",)}


@job("tests.note")
def note(ids, *, actor):
    assert current_frame().tenant_id == actor.tenant_id
    SEEN.append((actor.tenant_id, len(ids)))


@job("tests.fail")
def fail(ids, *, actor):
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def wired(settings):
    settings.SALDO_WIRING = "tests.base.events.test_jobs.WIRING"
    SEEN.clear()
    import sys

    sys.modules.setdefault("tests.base.events.test_jobs", sys.modules[__name__])


def test_an_event_becomes_one_job_per_handler_and_chunk(house, frame_of, clock):
    with frame_of(house.tenant_id):
        publish(Happened(tuple(new_id() for _ in range(CHUNK + 1))))
    assert run_due_jobs(now=clock.now()) == 2
    assert [(house.tenant_id, CHUNK), (house.tenant_id, 1)] == SEEN


def test_what_is_rolled_back_was_never_announced(house, frame_of, clock):
    with pytest.raises(ZeroDivisionError), frame_of(house.tenant_id):
        publish(Happened((new_id(),)))
        raise ZeroDivisionError
    assert run_due_jobs(now=clock.now()) == 0


def test_an_event_that_nobody_handles_is_no_job(house, frame_of, clock):
    assert not handlers_of(int)


def test_a_job_for_later_waits(house, frame_of, clock):
    with frame_of(house.tenant_id):
        defer("tests.note", [new_id()], run_at=clock.now() + timedelta(hours=1))
    assert run_due_jobs(now=clock.now()) == 0
    assert run_due_jobs(now=clock.now() + timedelta(hours=2)) == 1


def test_a_lock_keeps_a_second_job_out_without_spoiling_the_transaction(house, frame_of, clock):
    with frame_of(house.tenant_id):
        assert defer("tests.note", [new_id()], queueing_lock="one") == 1
        assert defer("tests.note", [new_id()], queueing_lock="one") == 0
    assert run_due_jobs(now=clock.now()) == 1


def test_a_job_that_fails_stays_in_the_queue(house, frame_of, clock):
    with frame_of(house.tenant_id):
        defer("tests.fail", [new_id()])
    with pytest.raises(ZeroDivisionError):
        run_due_jobs(now=clock.now())
    with pytest.raises(ZeroDivisionError):
        run_due_jobs(now=clock.now())


def test_a_job_carries_ids_and_nothing_else(house, frame_of):
    with frame_of(house.tenant_id):
        one = new_id()
        defer("tests.note", [one])
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs")
            arguments = cursor.fetchone()[0]
    assert str(arguments) in (
        str({"ids": [str(one)], "tenant_id": str(house.tenant_id)}),
        f'{{"ids": ["{one}"], "tenant_id": "{house.tenant_id}"}}',
    )
    assert "tests.note" in app.tasks
