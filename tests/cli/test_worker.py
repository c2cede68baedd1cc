"""`saldo worker` and the roles under which work is refused."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from tests.cli.conftest import Installation

SUBJECT = UUID("01890000-0000-7000-8000-000000000001")
PLANTED = """
import os
from saldo.base.events.jobs import defer, job

@job("planted.pass")
def passes(ids, *, actor):
    defer("planted.note", ids)

@job("planted.fail")
def fails(ids, *, actor):
    defer("planted.note", ids)
    raise RuntimeError("after announcing")

@job("planted.note")
def note(ids, *, actor):
    with open(os.environ["NOTES"], "a") as file:
        file.write(f"{ids[0]} {actor.tenant_id}\\n")
"""


def work(installation: Installation, folder: Path, task: str) -> str:
    """Defers one planted job, runs a worker once, and returns what it noted."""
    (folder / "planted_jobs.py").write_text(PLANTED)
    settings = "from saldo.config.settings import *\nPROCRASTINATE_IMPORT_PATHS = ['planted_jobs']\n"
    (folder / "planted_settings.py").write_text(settings)
    (folder / "notes").touch()
    tenant = installation.ask("SELECT id FROM tenants_tenant")
    installation.ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s)",
        task, json.dumps({"tenant_id": str(tenant), "ids": [str(SUBJECT)]}),
    )  # fmt: skip
    ended = installation.run(
        "worker", "--once",
        PYTHONPATH=str(folder), DJANGO_SETTINGS_MODULE="planted_settings", NOTES=str(folder / "notes"),
    )  # fmt: skip
    assert ended.returncode == 0, ended
    return (folder / "notes").read_text()


def test_a_job_that_another_job_deferred_is_done_in_its_tenants_frame(copy: Installation, tmp_path: Path) -> None:
    tenant = copy.ask("SELECT id FROM tenants_tenant")
    assert work(copy, tmp_path, "planted.pass") == f"{SUBJECT} {tenant}\n"
    assert copy.ask("SELECT count(*) FROM procrastinate_jobs") == 0


def test_a_job_that_fails_takes_back_what_it_deferred_and_waits_for_its_next_try(
    copy: Installation, tmp_path: Path
) -> None:
    assert work(copy, tmp_path, "planted.fail") == ""
    assert copy.ask("SELECT array_agg(task_name || ' ' || status) FROM procrastinate_jobs") == ["planted.fail todo"]


def test_work_is_refused_as_superuser_and_as_owner(copy: Installation) -> None:
    superuser = copy.server.url_for("saldo_owner", "", copy.database)
    for url in (superuser, copy.environment["DATABASE_OWNER_URL"]):
        for command in (("worker", "--once"), ("serve",)):
            told = copy.facts(*command, DATABASE_URL=url)
            assert told["code"] == "unsafe_role"
            assert told["ok"] is False


def test_work_is_refused_without_a_database(copy: Installation) -> None:
    nobody = f"postgresql://saldo_app@/saldo?host={copy.server.data_dir}/nowhere"
    assert copy.run("worker", DATABASE_URL="").returncode == 3
    assert copy.run("worker", DATABASE_URL=nobody).returncode == 3
    assert copy.run("worker", DATABASE_URL="not an address").returncode == 3
