"""`saldo worker`: does the jobs that wait in the database. Start as many as there is work for, on any machine."""

import argparse
from typing import TYPE_CHECKING

from saldo.cli.database import application_url, connect, open_application
from saldo.cli.output import Output

if TYPE_CHECKING:
    from procrastinate import App

WAITING = """
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs AS job
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
        AND (%(queues)s::text[] IS NULL OR queue_name = ANY (%(queues)s))
        AND NOT EXISTS (SELECT FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'doing')
    )
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at a time, and whether to stay."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at a time (default: 2)")
    parser.add_argument("--queue", action="append", default=[], help="only this queue; may be repeated (default: all)")
    parser.add_argument("--once", action="store_true", help="do what is waiting now, then end")


def run(options: argparse.Namespace, output: Output) -> int:
    """Works until SIGTERM or Ctrl-C, which let the current jobs finish, or with --once until nothing waits."""
    open_application()
    output.say("Doing what is waiting." if options.once else "Working (Ctrl-C to stop).")
    while True:
        working_app().run_worker(
            queues=options.queue or None,
            concurrency=options.concurrency,
            wait=not options.once,
            listen_notify=not options.once,
            delete_jobs="successful",
        )
        if not options.once or not is_work_waiting(options.queue or None):
            return 0


def is_work_waiting(queues: list[str] | None) -> bool:
    """Whether a job is due that nobody else has locked: those that the last ones deferred are due at once."""
    with connect(application_url()) as connection:
        return connection.execute(WAITING, {"queues": queues}).fetchone() == (True,)


def working_app() -> "App":
    """A second app that fetches jobs over asynchronous connections of its own and knows the same tasks.

    `replace_connector` would be shorter, but then a job that defers another would do so outside its own transaction:
    what it announced would stay even when it fails. The tasks keep the first app, whose connection is Django's.
    """
    from procrastinate import App
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    app.perform_import_paths()
    assert isinstance(app.connector, DjangoConnector)
    working = App(
        connector=app.connector.get_worker_connector(),
        worker_defaults=app.worker_defaults,  # these close Django's connection after each job
        periodic_defaults=app.periodic_defaults,
    )
    working.tasks = app.tasks
    working.periodic_registry = app.periodic_registry
    return working
