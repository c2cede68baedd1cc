"""Programs and the database are killed in the middle of their work, and nothing is lost, doubled or half done.

The siege lasts SALDO_SIEGE_SECONDS (20 where it is not set) and plays the game of SALDO_SIEGE_SEED.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from saldo.cli.postgres import EmbeddedPostgres
from saldo.kernel.clock import FixedClock

ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("SALDO_SIEGE_SECONDS", "20"))
SEED = int(os.environ.get("SALDO_SIEGE_SEED", "7"))
SLOW_POST = 0.2
NIGHT_CUSTOMERS, NIGHT_CHUNK = 600, 60


class Post:
    """A mail server on the loopback address that takes everything and remembers which message it was.

    `seconds` pass between taking a message and saying so: whoever is killed meanwhile never knows.
    """

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.seconds = 0.0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.arrived[message_from_bytes(envelope.content)["Message-ID"]] += 1
        await asyncio.sleep(self.seconds)
        return "250 2.0.0 queued"


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    """The mail server, and its address."""
    server = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    yield server, f"smtp://127.0.0.1:{port}"
    controller.stop()


def environment(server: EmbeddedPostgres, folder: Path, smtp_url: str = "") -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": server.url_for(settings.SALDO_APPLICATION_ROLE),
        "SALDO_DATA": str(folder),
        "SALDO_SMTP_URL": smtp_url,
        "SALDO_LOG_LEVEL": "CRITICAL",  # workers that are killed leave plenty to complain about
    }


def camp(*words: str, env: dict[str, str], stderr: Any = None) -> subprocess.Popen[str]:
    """A command of the camp, as a program of its own."""
    command = [sys.executable, "-m", "tests.scenarios.camp", *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=stderr, text=True)


def told(program: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Everything that a program says until it ends."""
    with program:
        assert program.stdout is not None
        lines = [json.loads(line) for line in program.stdout]
    assert program.returncode == 0, lines[-3:]
    return lines


def test_eight_processes_under_siege_leave_whole_books(server, database, owner_connection, tmp_path, settings, post):
    mail, smtp_url = post
    env = environment(server, tmp_path, smtp_url)
    (company,) = told(camp("found", str(tmp_path), "--customers", "200", env=env))
    mail.seconds = SLOW_POST
    lines = told(camp("siege", str(tmp_path), "--seconds", str(SECONDS), "--seed", str(SEED), env=env))
    mail.seconds = 0.0
    assert not [line for line in lines if "died" in line], lines
    kills = lines[-1]["kills"]
    after = Aftermath(owner_connection, UUID(company["tenant"]), tmp_path, settings, smtp_url)
    after.clear_up()
    sys.stdout.write(f"{kills=}, {after.summary()}\n")

    after.nothing_was_lost_or_done_twice()
    after.numbers_have_no_hole()
    after.every_message_stands_once()
    after.mail_is_uncertain_at_most_once_a_kill(mail.arrived, kills=sum(kills.values()))
    after.the_books_hold()


class Aftermath:
    """What the dead left: put in order by what the product runs on its timetable, then looked at as the owner."""

    def __init__(
        self, owner: psycopg.Connection[Any], tenant_id: UUID, folder: Path, settings: Any, smtp_url: str
    ) -> None:
        self.owner, self.tenant_id, self.folder, self.settings = owner, tenant_id, folder, settings
        settings.SALDO_SMTP_URL = smtp_url
        self.meant: list[dict[str, Any]] = []

    def clear_up(self) -> None:
        """Clients repeat their last request; an hour passes; jobs of the dead are done, and the night once more."""
        from saldo.base.events.actions import run_due_jobs
        from saldo.runs.night import run_night
        from saldo.runs.schedule import resume_mail, retry_stalled_jobs
        from tests.scenarios.camp import Company, replay

        self.meant = replay(self.folder)
        self.owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        retry_stalled_jobs()
        clock = FixedClock(datetime.now(UTC))
        self.settings.SALDO_CLOCK = clock
        company = Company(self.folder)
        for _ in range(3):  # what is found abandoned is looked at, sent again or listed, and what follows from that
            clock.advance(hours=1)
            resume_mail()
            run_night(company.tenant_id, company.entity_id, on=company.on)
            run_due_jobs(now=clock.now())
        assert self.one("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'") == 0

    def nothing_was_lost_or_done_twice(self) -> None:
        """Each thing that a client meant to do, and confirmed by repeating it, is there exactly once."""
        invoices = [one for intent in self.meant if intent["do"] == "issue" for one in intent["invoices"]]
        payments = [intent for intent in self.meant if intent["do"] == "pay"]
        assert invoices and payments
        issued = self.rows("SELECT id::text FROM invoices_invoice WHERE origin = 'written' AND state <> 'draft'")
        assert sorted(one for (one,) in issued) == sorted(invoices)
        received = self.rows("SELECT id::text, amount_minor FROM payments_payment")
        meant = sorted((one["payment"], int(one["amount"].replace(".", ""))) for one in payments)
        assert sorted(received) == meant
        for table, entry in (("invoices_invoice", "issue_invoices:"), ("payments_payment", "record_payments:")):
            where = "origin = 'written'" if table == "invoices_invoice" else "true"
            wrong = self.rows(
                f"SELECT subject.id FROM {table} subject"
                f" LEFT JOIN ledger_entry entry ON entry.key = '{entry}' || subject.id"
                f" WHERE {where} GROUP BY subject.id HAVING count(entry.id) <> 1"
            )
            assert wrong == []

    def numbers_have_no_hole(self) -> None:
        """Invoices and receipts are numbered 1, 2, 3 without a hole or a double."""
        for select in (
            "SELECT split_part(number, '/', 2)::int FROM invoices_invoice WHERE origin = 'written'",
            "SELECT split_part(number, '/', 2)::int FROM settlement_receipt",
        ):
            numbers = sorted(number for (number,) in self.rows(select))
            assert numbers == list(range(1, len(numbers) + 1))

    def every_message_stands_once(self) -> None:
        """An invoice mail for each invoice, a receipt mail for each payment, a reminder mail at most for each one."""
        messages = Counter(
            (kind, about) for kind, about in self.rows("SELECT kind, unnest(about_ids) FROM correspondence_message")
        )
        invoices = self.rows("SELECT id FROM invoices_invoice WHERE origin = 'written'")
        assert {one for kind, one in messages if kind == "invoice"} == {one for (one,) in invoices}
        assert all(count == 1 for (kind, _), count in messages.items() if kind == "invoice")
        receipts = self.one("SELECT count(*) FROM correspondence_message WHERE kind = 'receipt'")
        assert receipts == self.one("SELECT count(*) FROM settlement_receipt")
        assert receipts == self.one("SELECT count(*) FROM payments_payment")
        reminded = self.rows(
            "SELECT customer_id, count(*) FROM correspondence_message"
            " WHERE kind = 'reminder' AND state <> 'cancelled' GROUP BY 1"  # whose amounts changed was written anew
        )
        assert reminded and all(count == 1 for _, count in reminded)
        assert self.one("SELECT count(DISTINCT key) - count(*) FROM correspondence_message") == 0

    def mail_is_uncertain_at_most_once_a_kill(self, arrived: Counter[str], *, kills: int) -> None:
        """What arrived twice, or may have arrived without being written down, is listed, and not more than kills."""
        rows = self.rows(
            "SELECT id, message_id, kind, state, resend_uncertain FROM correspondence_message WHERE channel = 'email'"
        )
        listed = {
            one for (one,) in self.rows("SELECT message_id FROM correspondence_messageevent WHERE kind = 'uncertain'")
        }
        assert len(listed) <= kills
        for message, message_id, kind, state, again in rows:
            times = arrived[message_id]
            if kind == "reminder":
                assert times <= 1 and not again
            if message not in listed:
                assert (times, state) in {(1, "accepted"), (0, "cancelled")}, (kind, state, times)
            elif again:
                assert times in {1, 2} and state == "accepted"  # the same Message-ID: a reader's program shows one
            else:
                assert times <= 1 and state == "uncertain"
        assert arrived.keys() <= {row[1] for row in rows}

    def the_books_hold(self) -> None:
        """`saldo prove`."""
        from saldo.base.tenants.frame import frame
        from saldo.runs.prove import holds, prove

        with frame(self.tenant_id):
            lines = prove(self.tenant_id)
        assert holds(lines), lines

    def summary(self) -> str:
        counts = {
            name: self.one(f"SELECT count(*) FROM {table}")
            for name, table in (
                ("invoices", "invoices_invoice"),
                ("payments", "payments_payment"),
                ("messages", "correspondence_message"),
                ("reminders", "collections_reminder"),
                ("entries", "ledger_entry"),
            )
        }
        counts["uncertain"] = self.one("SELECT count(*) FROM correspondence_messageevent WHERE kind = 'uncertain'")
        return ", ".join(f"{name} {count}" for name, count in counts.items())

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        return self.owner.execute(select.encode()).fetchall()

    def one(self, select: str) -> Any:
        return self.rows(select)[0][0]


def test_a_database_killed_in_the_middle_of_a_night_loses_nothing(server, tmp_path):
    with EmbeddedPostgres(tmp_path / "pg") as beaten:
        env = environment(beaten, tmp_path)
        _migrate(beaten)
        told(camp("found", str(tmp_path), "--customers", str(NIGHT_CUSTOMERS), env=env))
        words = ("night", str(tmp_path), "--chunk", str(NIGHT_CHUNK))
        first = camp(*words, env=env, stderr=subprocess.DEVNULL)  # it will die loudly
        assert first.stdout is not None
        for line in first.stdout:
            if json.loads(line).get("done", 0) >= 2 * NIGHT_CHUNK:
                break
        os.kill(int((beaten.data_dir / "cluster" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert first.wait(timeout=120) != 0, "the night did not notice"
        first.stdout.close()
        beaten.stop()

        beaten.start()
        with psycopg.connect(beaten.owner_url, autocommit=True) as owner:
            before = owner.execute("SELECT count(*) FROM collections_reminder").fetchone()[0]
            assert 2 * NIGHT_CHUNK <= before < NIGHT_CUSTOMERS, "the night was not in its middle"
            again = told(camp(*words, env=env))
            counts = again[-1]["counts"]["decide_next_steps"]
            assert (counts["decided_before"], counts["reminded"]) == (before, NIGHT_CUSTOMERS - before)
            assert again[-1]["counts"]["prove_books"]["compared"] > 0
            assert again[-1]["counts"]["prove_books"]["wrong"] == 0
            reminders = owner.execute("SELECT id::text, customer_id FROM collections_reminder").fetchall()
            assert len(reminders) == len({customer for _, customer in reminders}) == NIGHT_CUSTOMERS
            jobs = Counter(
                one
                for (ids,) in owner.execute(
                    "SELECT args->'ids' FROM procrastinate_jobs WHERE task_name = 'collections.write_reminders'"
                )
                for one in ids
            )
            assert jobs == Counter(one for one, _ in reminders)  # each will be written, by one job
            assert owner.execute("SELECT count(*) FROM collections_reminderitem").fetchone()[0] == NIGHT_CUSTOMERS


def _migrate(beaten: EmbeddedPostgres) -> None:
    """Django's connection of the owner points to the session's server; a program migrates this one."""
    with psycopg.connect(beaten.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {settings.SALDO_APPLICATION_ROLE} LOGIN")
    env = {**environment(beaten, beaten.data_dir.parent), "DATABASE_OWNER_URL": beaten.owner_url}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--database=owner", "--verbosity=0"], cwd=ROOT, env=env, check=True
    )
