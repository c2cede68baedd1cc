"""`saldo demo`: a believable company on an embedded database, with every part running on this machine.

Starts the database, the simulator gateway, the mail catcher, the site and a worker; says where they are and how to sign
in, and then a line that begins with `ready:`. Its data are kept in one folder; Ctrl-C stops everything.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from saldo.cli import database
from saldo.cli.commands import setup
from saldo.cli.errors import CommandError, UsageError
from saldo.cli.output import Output
from saldo.cli.parts import Parts, free_port, is_free, wait_for_signal
from saldo.cli.postgres import EmbeddedPostgres

ROLE = "saldo_app"
HEALTH_PATIENCE_S = 60.0
MARK = "demo.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where, when, and whether from the beginning."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("SALDO_PORT", "8000")), help="port of the site (default: 8000)"
    )
    parser.add_argument("--data", type=Path, default=Path(".saldo/demo"), help="folder (default: .saldo/demo)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and begin again")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day on which it plays (ISO)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")


def run(options: argparse.Namespace, output: Output) -> int:
    """Runs until Ctrl-C. Exit code 1 when a part stops by itself."""
    folder = options.data.resolve()
    if not is_free(options.port):
        raise UsageError(f"Port {options.port} is taken. Choose another with --port.")
    if options.fresh:
        forget(folder)
    settings = read_settings(folder, today=options.today)
    with EmbeddedPostgres(folder / "pg") as postgres, Parts(folder / "logs") as parts:
        environment = environment_of(settings, postgres, folder, options.port)
        os.environ.update(environment)
        prepare(postgres, output)
        settings = found(settings)
        begin_children(parts, settings, environment, folder)
        people = play(settings, folder, output)
        parts.start("site", ["-m", "saldo.cli", "serve", "--port", str(options.port)], os.environ)
        parts.start("worker", ["-m", "saldo.cli", "worker"], os.environ)
        site = environment["SALDO_BASE_URL"]
        parts.wait_for(f"{site}/healthz", patience_s=HEALTH_PATIENCE_S)
        announce(settings, people, site, output)
        if not options.no_browser:
            webbrowser.open(site)
        wait_for_signal(parts)
        output.say("Stopping.")
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave parts behind
    output.say("Stopped. The data are kept.")
    return 0


def forget(folder: Path) -> None:
    """Remove the demo's folder, if it is one. Raises UsageError for any other folder."""
    if not folder.exists():
        return
    if not (folder / MARK).exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} holds something else than a demo. Choose another folder with --data.")
    shutil.rmtree(folder)


def read_settings(folder: Path, *, today: date | None) -> dict[str, Any]:
    """The demo's own keys and ports: made once, kept in its folder, so that links in its mails stay good.

    Raises UsageError where kept data play on another day than asked for.
    """
    mark = folder / MARK
    if mark.exists():
        kept: dict[str, Any] = json.loads(mark.read_text())
        if today and kept["today"] != today.isoformat():
            raise UsageError(f"The kept demo plays on {kept['today'] or 'the real day'}. Begin again with --fresh.")
        for name in ("gateway_port", "smtp_port", "mail_port"):
            if not is_free(kept[name]):
                raise CommandError(f"Port {kept[name]} ({name}) is taken. Is this demo running already?")
        return kept
    settings = {
        "today": today.isoformat() if today else "",
        "secret_key": secrets.token_urlsafe(48),
        "api_key": secrets.token_urlsafe(24),
        "webhook_secret": secrets.token_urlsafe(24),
        "report_secret": secrets.token_urlsafe(24),
        "gateway_port": free_port(),
        "smtp_port": free_port(),
        "mail_port": free_port(),
    }
    write_settings(folder, settings)
    return settings


def write_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Keep them where nobody else reads, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{MARK}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(settings, file)
    new.replace(folder / MARK)


def environment_of(settings: dict[str, Any], postgres: EmbeddedPostgres, folder: Path, port: int) -> dict[str, str]:
    """What every part reads."""
    return {
        "DATABASE_URL": postgres.url_for(ROLE),
        "DATABASE_OWNER_URL": postgres.owner_url,
        "SALDO_SECRET_KEY": settings["secret_key"],
        "SALDO_DATA": str(folder / "files"),
        "SALDO_BASE_URL": f"http://127.0.0.1:{port}",
        "SALDO_SMTP_URL": f"smtp://127.0.0.1:{settings['smtp_port']}?security=none&events_secret={settings['report_secret']}",
        "SALDO_SENDER": "contas@ateliernorte.example",
        "SALDO_TODAY": settings["today"],
        "SALDO_DEMO": "1",
        "PATH": os.environ.get("PATH", ""),
        "PYTHONUNBUFFERED": "1",
    }


def begin_children(parts: Parts, settings: dict[str, Any], environment: dict[str, str], folder: Path) -> None:
    """The outside world: the gateway and the mail server, which reports what it could not deliver."""
    day = ["--today", settings["today"]] if settings["today"] else []
    # joined by "=", because a key may begin with a dash
    keys = [f"--api-key={settings['api_key']}", f"--webhook-secret={settings['webhook_secret']}"]
    where = ["--port", str(settings["gateway_port"]), "--data", str(folder / "gateway")]
    parts.start("gateway", ["-m", "saldo.demo.gateway", *where, *keys, *day], environment)
    where = ["--http-port", str(settings["mail_port"]), "--smtp-port", str(settings["smtp_port"])]
    report = ["--report-url", environment["SALDO_BASE_URL"] + settings["inbound_path"]]
    report += [f"--report-secret={settings['report_secret']}", "--data", str(folder / "mail")]
    parts.start("mail", ["-m", "saldo.demo.mail_catcher", *where, *report, *day], environment)


def prepare(postgres: EmbeddedPostgres, output: Output) -> None:
    """The application's role and the tables."""
    database.open_django()
    with database.connect(postgres.owner_url) as connection:
        database.ensure_role(connection, os.environ["DATABASE_URL"])
        setup.migrate(output)
    database.open_application()


def found(settings: dict[str, Any]) -> dict[str, Any]:
    """The company, once; its ids are kept with the settings. Raises CommandError where an earlier start was cut off."""
    from saldo.base.tenants.queries import list_tenants
    from saldo.demo.company import found_company

    if settings.get("seeded"):
        return settings
    if list_tenants():
        raise CommandError("An earlier start was cut off while it made the company. Begin again with --fresh.")
    company = found_company(
        gateway_url=f"http://127.0.0.1:{settings['gateway_port']}",
        gateway_key=settings["api_key"],
        webhook_secret=settings["webhook_secret"],
    )
    return {
        **settings,
        "tenant_id": str(company.tenant_id),
        "entity_id": str(company.entity_id),
        "inbound_path": company.inbound_path,
    }


def play(settings: dict[str, Any], folder: Path, output: Output) -> list[tuple[str, str, str]]:
    """The company's past, once. Returns (name, e-mail, password) of its people."""
    from saldo.demo.cast import PEOPLE
    from saldo.demo.company import days_to_play, play_the_past

    if not settings.get("seeded"):
        with output.progress("A company with a past, day by day", days_to_play()) as advance:
            play_the_past(UUID(settings["tenant_id"]), UUID(settings["entity_id"]), advance=advance)
        write_settings(folder, {**settings, "seeded": True})
    return [(one.name, one.email, one.password) for one in PEOPLE]


def announce(settings: dict[str, Any], people: list[tuple[str, str, str]], site: str, output: Output) -> None:
    """Where everything is; the last line says that it can be used."""
    output.say(f"Console         {site}/")
    output.say(f"Mail that went  http://127.0.0.1:{settings['mail_port']}/")
    output.say(f"Card gateway    http://127.0.0.1:{settings['gateway_port']}/")
    for name, email, password in people:
        output.say(f"Sign in         {email}  {password}  ({name})")
    output.say(f"ready: {site}/")
    sys.stdout.flush()
