"""What starts by itself: each issuer's night in its own morning, once a day, and one after days without any."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from saldo.base.events.actions import run_due_jobs
from saldo.runs import schedule
from saldo.runs.models import NightRun
from saldo.runs.schedule import TIMETABLE, ask_gateways, resume_mail, start_nights
from tests.factories.cast import make_house


def nights_of(world):
    with world.frame():
        rows = NightRun.objects.order_by("business_date")
        return [(str(row.business_date), row.finished_at is not None) for row in rows]


def test_the_night_starts_in_the_issuers_own_morning_and_once(world):
    world.clock.set(datetime(2026, 3, 3, 5, 59, tzinfo=UTC))
    assert start_nights() == 0
    world.clock.set(datetime(2026, 3, 3, 6, 0, tzinfo=UTC))
    assert start_nights() == 1
    assert start_nights() == 0  # it is waiting
    world.work()
    assert start_nights() == 0  # it has run
    assert nights_of(world) == [("2026-03-03", True)]


def test_issuers_on_both_sides_of_the_world_have_their_own_mornings(world):
    make_house(world.clock, time_zone="Pacific/Auckland", country="NZ")
    make_house(world.clock, time_zone="America/Manaus", country="BR")
    started = {}
    for hour in range(24):
        world.clock.set(datetime(2026, 3, 3, hour, 30, tzinfo=UTC))
        started[hour] = start_nights()
        run_due_jobs(now=world.clock.now())
    # half past midnight in London finds an afternoon in Auckland and the evening before in Manaus; then come the three
    # mornings of the day: London's, Manaus', and Auckland's of the next
    assert {hour: count for hour, count in started.items() if count} == {0: 2, 6: 1, 10: 1, 17: 1}


def test_after_three_days_without_a_worker_one_night_runs(world):
    world.invoice(due_in=-1)
    world.advance(days=3)
    assert start_nights() == 1
    world.work()
    assert start_nights() == 0
    world.expect(mails=1)


def test_a_night_that_never_finished_is_started_again(world):
    with world.frame() as opened:
        NightRun.objects.create(
            tenant_id=world.house.tenant_id, legal_entity_id=world.house.entity_id, business_date=world.today,
            started_at=opened.now,
        )  # fmt: skip
    assert start_nights() == 1


def test_every_line_of_the_timetable_is_known_to_the_queue_and_runs(world):
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    for timed in TIMETABLE:
        assert periodic[f"runs.{timed.run.__name__}"] == timed.cron
        app.tasks[f"runs.{timed.run.__name__}"].func(timestamp=0)


def test_held_mail_goes_out_once_there_is_a_mail_server(world, settings):
    settings.SALDO_SMTP_URL = ""
    world.invoice(due_in=-1)
    world.night()
    settings.SALDO_SMTP_URL = "memory://"
    assert resume_mail() == 1
    world.work()
    world.expect(mails=1)
    assert ask_gateways() == 0


def test_a_job_that_a_killed_worker_left_is_put_back(world, owner_connection):
    assert start_nights() == 1
    owner_connection.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes')"
    )
    owner_connection.execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
    )
    assert run_due_jobs(now=world.clock.now()) == 0
    assert schedule.retry_stalled_jobs() == 1
    assert owner_connection.execute("SELECT status FROM procrastinate_jobs").fetchall() == [("todo",)]


def test_a_stalled_job_that_waits_once_more_already_does_not_stand_in_the_way_of_the_others(world, owner_connection):
    owner_connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day')")
    task = app.tasks["runs.resume_mail"]
    task.defer(timestamp=1)
    owner_connection.execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
    )
    task.defer(timestamp=2)  # its lock is free while the first is being done
    app.tasks["runs.ask_gateways"].defer(timestamp=1)
    owner_connection.execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        " WHERE task_name = 'runs.ask_gateways'"
    )
    assert schedule.retry_stalled_jobs() == 2
    waiting = owner_connection.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY task_name").fetchall()
    assert waiting == [("runs.ask_gateways", "todo"), ("runs.resume_mail", "todo")]
