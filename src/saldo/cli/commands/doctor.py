"""`saldo doctor`: looks at everything an installation needs and says, for each, ok, warn or fail and what to do.

Exit code 0 when nothing fails (warnings allowed), otherwise 1. Changes nothing.
"""

import argparse
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import available_timezones

from saldo.cli import database
from saldo.cli.errors import NoDatabase, NotSetUp
from saldo.cli.output import Output
from saldo.kernel.clock import SystemClock

OLDEST_POSTGRES = 15
SHORTEST_KEY = 32
LEAST_DISK_BYTES, LITTLE_DISK_BYTES = 100 * 2**20, 2 * 2**30
CLOCK_TOLERANCE = timedelta(seconds=2)
FONTS = {"fontpkg_inter": "Inter", "fontpkg_noto_sans": "Noto Sans"}


class Status(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do about it."""

    check: str
    status: Status
    seen: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace, output: Output) -> int:
    """Looks at all of it, also when the first thing fails."""
    findings = [finding for check in CHECKS for finding in check()]
    output.table(
        ["", "checked", "seen", "what to do"],
        [[finding.status, finding.check, finding.seen, finding.advice] for finding in findings],
    )
    output.add(findings=[asdict(finding) for finding in findings])
    failed = sum(finding.status is Status.FAIL for finding in findings)
    warned = sum(finding.status is Status.WARN for finding in findings)
    output.say(f"{len(findings)} checks: {failed} failed, {warned} to look at.")
    return 1 if failed else 0


def check_key() -> Iterator[Finding]:
    """The key that seals secrets and signs links."""
    key = os.environ.get("SALDO_SECRET_KEY", "")
    if not key:
        yield Finding("secret key", Status.FAIL, "not set", "set SALDO_SECRET_KEY; `saldo setup --print-key` makes one")
    elif len(key) < SHORTEST_KEY:
        yield Finding("secret key", Status.WARN, f"{len(key)} characters", f"use {SHORTEST_KEY} or more")
    else:
        yield Finding("secret key", Status.OK, "set")


def check_database() -> Iterator[Finding]:
    """The server, its clock, and the application's role and rights."""
    try:
        with database.connect(database.application_url()) as connection:
            before = SystemClock().now()
            row = connection.execute("SELECT clock_timestamp(), pg_encoding_to_char(encoding) FROM pg_database"
                                     " WHERE datname = current_database()").fetchone()  # fmt: skip
            assert row is not None
            role, version = database.read_role(connection), connection.info.server_version // 10_000
    except NoDatabase as refusal:
        yield Finding("database", Status.FAIL, str(refusal), "`saldo demo` brings its own database")
        return
    yield Finding("database", Status.OK, f"reached as {role.name}")
    status = Status.OK if version >= OLDEST_POSTGRES else Status.FAIL
    yield Finding("PostgreSQL", status, str(version), "" if status is Status.OK else f"use {OLDEST_POSTGRES} or newer")
    if row[1] != "UTF8":
        yield Finding("encoding", Status.FAIL, row[1], "create the database with ENCODING 'UTF8'")
    if role.objection:
        yield Finding("role", Status.FAIL, role.objection, "use a role of its own; `saldo setup` makes it")
    else:
        yield Finding("role", Status.OK, "neither owner nor superuser")
    apart = abs(row[0] - before)
    if apart > CLOCK_TOLERANCE:
        yield Finding("clock", Status.WARN, f"{apart} apart from the database's", "set both by NTP")
    else:
        yield Finding("clock", Status.OK, "agrees with the database's")


def check_migrations() -> Iterator[Finding]:
    """Whether the tables are those of this release, and the application may use them."""
    try:
        with database.connect(database.application_url()) as connection:
            row = connection.execute(
                "SELECT has_table_privilege(to_regclass('public.tenants_legalentity'), 'SELECT')"
            ).fetchone()
    except NoDatabase:
        return  # said by the check before
    try:
        database.open_django()
        missing = len(database.pending_migrations()) if row == (True,) else 0
    except NotSetUp as refusal:
        yield Finding("settings", Status.FAIL, str(refusal))
        return
    if row == (None,):
        yield Finding("tables", Status.FAIL, "none yet", "run `saldo setup`")
    elif row == (False,):
        advice = "name in DATABASE_URL the role that the tables were made for"
        yield Finding("tables", Status.FAIL, "this role may not read them", advice)
    elif missing:
        yield Finding("tables", Status.FAIL, f"{missing} steps behind this release", "run `saldo setup`")
    else:
        yield Finding("tables", Status.OK, "of this release")


def check_mail() -> Iterator[Finding]:
    """Whether mail leaves the house. Does not connect: that would be a message."""
    if os.environ.get("SALDO_SMTP_URL"):
        yield Finding("mail", Status.OK, "SALDO_SMTP_URL is set")
    else:
        advice = "set SALDO_SMTP_URL, such as smtp://user:password@host:587?tls=starttls"
        yield Finding("mail", Status.WARN, "mail is held: nothing is sent", advice)


def check_fonts() -> Iterator[Finding]:
    """The typefaces of the papers."""
    missing = [name for package, name in FONTS.items() if importlib.util.find_spec(package) is None]
    if missing:
        yield Finding("fonts", Status.FAIL, f"missing: {', '.join(missing)}", "install Saldo again")
    else:
        yield Finding("fonts", Status.OK, ", ".join(FONTS.values()))


def check_zones() -> Iterator[Finding]:
    """Business dates need the world's time zones."""
    count = len(available_timezones())
    if count < 300:
        yield Finding("time zones", Status.FAIL, f"{count} known", "install the system's or Python's package `tzdata`")
    else:
        yield Finding("time zones", Status.OK, f"{count} known")


def check_disk() -> Iterator[Finding]:
    """The folder that Saldo writes to."""
    folder = Path(os.environ.get("SALDO_DATA", ".saldo")).resolve()
    present = next(path for path in (folder, *folder.parents) if path.exists())
    free_bytes = shutil.disk_usage(present).free
    seen = f"{free_bytes / 2**30:.1f} GiB free in {present}"
    if not os.access(present, os.W_OK):
        yield Finding(
            "data folder", Status.FAIL, f"{present} cannot be written", "set SALDO_DATA to a folder of your own"
        )
    elif free_bytes < LITTLE_DISK_BYTES:
        status = Status.FAIL if free_bytes < LEAST_DISK_BYTES else Status.WARN
        yield Finding("data folder", status, seen, "make room, or set SALDO_DATA to another disk")
    else:
        yield Finding("data folder", Status.OK, seen)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    check_key,
    check_database,
    check_migrations,
    check_mail,
    check_fonts,
    check_zones,
    check_disk,
)
