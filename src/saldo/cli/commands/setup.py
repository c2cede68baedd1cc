"""`saldo setup`: makes a database ready, from nothing or from an older release. Run again it changes nothing else.

As the owner: the application's role and rights, then migrations. As the application: the first company with its first
person, if there is none yet.
"""

import argparse
import getpass
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import TextIOBase
from typing import Any

import psycopg
from babel.numbers import get_territory_currencies

from saldo.cli import database
from saldo.cli.errors import CommandError, UsageError
from saldo.cli.output import Output

LOCK_PATIENCE = "10s"  # a migration gives up rather than hold up everybody who works
QUESTIONS = {
    "company": "Name of the company",
    "country": "Its country (two letters, such as PT)",
    "time_zone": "Its time zone (such as Europe/Lisbon)",
    "email": "Your e-mail address, to sign in",
    "name": "Your name",
}


@dataclass(frozen=True)
class First:
    """The first company and person, and the password that was chosen for them (to be shown) when none was given."""

    company: str
    country: str
    time_zone: str
    currency: str
    language: str
    email: str
    name: str
    password: str
    password_is_new: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Asked for on a terminal when left out; only the first run needs them."""
    parser.add_argument("--print-key", action="store_true", help="only print a new value for SALDO_SECRET_KEY")
    first = parser.add_argument_group("the first company (asked for on a terminal; not used when there is one)")
    first.add_argument("--company", help="its name")
    first.add_argument("--country", help="its country, two letters: PT")
    first.add_argument("--time-zone", help="its time zone: Europe/Lisbon")
    first.add_argument("--currency", help="its currency: EUR (default: the country's)")
    first.add_argument("--language", default="en", choices=["en", "es", "pt", "pt_BR", "pl"], help="default: en")
    first.add_argument("--email", help="the owner's e-mail address, to sign in")
    first.add_argument("--name", help="the owner's name")
    first.add_argument("--no-company", action="store_true", help="prepare the database only")


def run(options: argparse.Namespace, output: Output) -> int:
    """Asks first and changes afterwards, so that a question that goes unanswered changes nothing."""
    if options.print_key:
        key = secrets.token_urlsafe(48)
        output.say(key)
        output.add(secret_key=key)
        return 0
    application, owner = database.application_url(), database.owner_url()
    database.open_django()
    with database.connect(owner) as connection:
        _lock(connection)
        has_company = _has_company(connection)
        first = None if has_company or options.no_company else ask_for_first(options, output)
        made_role = database.ensure_role(connection, application)
        steps = migrate(output)
    with database.connect(application) as connection:
        objection = database.read_role(connection).objection
    if objection:
        raise CommandError(f"{objection}. Name a role of its own in DATABASE_URL.", code="unsafe_role")
    output.add(made_role=made_role, migrations=steps, made_company=first is not None)
    if first:
        make_first(first)
        report(first, output)
    if not (made_role or steps or first):
        output.say("Already set up; nothing was changed.")
    return 0


def _lock(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """One setup at a time; the lock goes with the connection."""
    deadline = time.monotonic() + 60
    while connection.execute("SELECT pg_try_advisory_lock(%s)", [database.SETUP_LOCK]).fetchone() != (True,):
        if time.monotonic() > deadline:
            raise CommandError("Another `saldo setup` is at work on this database.")
        time.sleep(0.2)


def _has_company(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    if connection.execute("SELECT to_regclass('public.tenants_tenant') IS NULL").fetchone() == (True,):
        return False
    return connection.execute("SELECT EXISTS (SELECT FROM public.tenants_tenant)").fetchone() == (True,)


def ask_for_first(options: argparse.Namespace, output: Output) -> First:
    """The answers, from the options, the environment (SALDO_OWNER_PASSWORD) or the person at the terminal.

    Raises UsageError that lists what is missing when nobody can be asked, BadInput when an answer makes no sense.
    """
    from saldo.base.tenants.policies.check_legal_entity import check_legal_entity

    answers = {name: getattr(options, name) or "" for name in QUESTIONS}
    missing = [name for name, answer in answers.items() if not answer]
    if missing and not output.is_terminal:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise UsageError(
            f"The first company is still to be made: {named} missing. Or prepare the database only: --no-company."
        )
    for name in missing:
        answers[name] = output.console.input(f"{QUESTIONS[name]}: ").strip()
    given = os.environ.get("SALDO_OWNER_PASSWORD", "")
    if not given and output.is_terminal:
        given = getpass.getpass("A password (leave empty to have one made): ")
    country = answers["country"].upper()
    currency = options.currency or next(iter(get_territory_currencies(country)), "")
    details = {"name": answers["company"], "country": country, "time_zone": answers["time_zone"], "currency": currency}
    check_legal_entity(details)
    return First(
        **{**answers, "country": country},
        currency=currency,
        language=options.language,
        password=checked_password(given) if given else secrets.token_urlsafe(12),
        password_is_new=not given,
    )


def checked_password(password: str) -> str:
    """The password, if the site's rules take it. Raises UsageError with their sentences."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        raise UsageError(" ".join(error.messages)) from None
    return password


def migrate(output: Output) -> int:
    """Runs the migrations as the owner and returns how many there were. Raises CommandError; each is done whole."""
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    total = len(database.pending_migrations("owner"))
    if total == 0:
        return 0
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE}'")
        with output.progress("Preparing tables", total) as advance:
            call_command(
                "migrate",
                database="owner",
                interactive=False,
                verbosity=1,
                no_color=True,
                stdout=MigrationSteps(advance),
            )
    except DatabaseError as error:
        raise CommandError(
            f"A step failed and was taken back: {error}. The steps before it stand; run setup again."
        ) from error
    finally:
        connections["owner"].close()
    return total


class MigrationSteps(TextIOBase):
    """Reads Django's report: every step that is done ends with OK."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        self._advance = advance

    def write(self, text: str) -> int:
        """Counts, and shows nothing."""
        if text.strip() == "OK":
            self._advance(1)
        return len(text)


def make_first(first: First) -> None:
    """The company, its issuer and its owner, in one transaction, as the application."""
    from saldo.base.people.actions import admit_member
    from saldo.base.people.choices import Role
    from saldo.base.tenants.actions import create_legal_entity, create_tenant
    from saldo.base.tenants.frame import frame
    from saldo.invoices.actions import prepare_issuer
    from saldo.kernel.actors import Actor
    from saldo.kernel.references import new_id
    from saldo.web.console.policies.first_steps import STEPS

    tenant_id = new_id()
    actor = Actor.system(tenant_id, name="setup")
    details = {
        "name": first.company,
        "country": first.country,
        "time_zone": first.time_zone,
        "currency": first.currency,
        "language": first.language,
        "is_test": True,  # nothing reaches a customer before somebody says so
        "test_email": first.email,
        "first_steps": list(STEPS),
    }
    with frame(tenant_id):
        create_tenant(tenant_id, name=first.company)
        issuer = create_legal_entity(new_id(), details=details, actor=actor)
        prepare_issuer(issuer.id, actor=actor)
        admit_member(
            first.email,
            name=first.name,
            role=Role.OWNER,
            password=first.password,
            language=first.language,
            actor=actor,
        )


def report(first: First, output: Output) -> None:
    """What to do next. A password that was made is shown this once."""
    output.say(f"{first.company} is ready; {first.email} owns it.")
    if first.password_is_new:
        output.say(f"Password: {first.password}")
        output.add(password=first.password)
    output.add(company=first.company, email=first.email)
    output.say("Next: `saldo serve` and, beside it, `saldo worker`. `saldo doctor` says what is missing, such as mail.")
