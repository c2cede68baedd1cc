"""What stands between a command and its database: addresses, Django, the two roles and their rights."""

import gc
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from saldo.cli.errors import CommandError, NoDatabase, NotSetUp

CONNECT_PATIENCE_S = 10
SETUP_LOCK = 7_253_661  # any number, as long as every `saldo setup` takes the same one

HOW_TO_SET = (
    "Set it to the address of a PostgreSQL database, such as postgresql://{role}:PASSWORD@localhost/saldo, "
    "or run `saldo demo`, which brings its own database."
)


@dataclass(frozen=True)
class RoleFacts:
    """What a role may do that the application's must not."""

    name: str
    is_superuser: bool
    bypasses_policies: bool
    owns_tables: bool

    @property
    def objection(self) -> str | None:
        """Why Saldo refuses to work as this role, or None."""
        if self.is_superuser or self.bypasses_policies:
            return f"DATABASE_URL connects as {self.name}, whom row-level security does not hold"
        if self.owns_tables:
            return f"DATABASE_URL connects as {self.name}, who owns Saldo's tables"
        return None


def application_url() -> str:
    """DATABASE_URL. Raises NoDatabase when it is not set."""
    return _url("DATABASE_URL", "saldo_app")


def owner_url() -> str:
    """DATABASE_OWNER_URL. Raises NoDatabase when it is not set."""
    return _url("DATABASE_OWNER_URL", "saldo_owner")


def _url(name: str, role: str) -> str:
    url = os.environ.get(name, "")
    if not url:
        raise NoDatabase(f"{name} is not set. {HOW_TO_SET.format(role=role)}")
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise NoDatabase(f"{name} is not an address that PostgreSQL understands: {error}".strip()) from None
    return url


@contextmanager
def connect(url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that commits each statement. Raises NoDatabase when nobody answers or the server refuses."""
    patience = {} if "connect_timeout" in conninfo_to_dict(url) else {"connect_timeout": CONNECT_PATIENCE_S}
    try:
        connection = psycopg.connect(url, autocommit=True, **patience)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise NoDatabase(f"The database cannot be reached: {str(error).strip()}") from None
    with connection:
        yield connection


def read_role(connection: psycopg.Connection[tuple[Any, ...]]) -> RoleFacts:
    """The facts about the role that is connected. It owns a table also through a role that it is a member of."""
    row = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls,"
        " EXISTS (SELECT FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace WHERE"
        " nspname = 'public' AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'USAGE'))"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row is not None
    return RoleFacts(*row)


def is_empty(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """Whether the schema `public` holds no tables."""
    found = connection.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')").fetchone()
    return found == (False,)


def ensure_role(connection: psycopg.Connection[tuple[Any, ...]], application: str) -> bool:
    """Makes the application's role of a URL where it is missing, and lets it into the database. True when it was made.

    An existing role is left as it is. `connection` is the owner's. Raises CommandError when the owner may not do this.
    """
    parts = conninfo_to_dict(application)
    name, password = str(parts.get("user") or ""), str(parts.get("password") or "")
    if not name or name == connection.info.user:
        raise CommandError("DATABASE_URL must name a role of its own, other than the owner's in DATABASE_OWNER_URL.")
    role, database = sql.Identifier(name), sql.Identifier(connection.info.dbname)
    exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None
    secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(role) + secret
    grant = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, role)
    try:
        if not exists:
            connection.execute(create)
        connection.execute(grant)
    except psycopg.errors.InsufficientPrivilege as error:
        raise CommandError(
            f"{connection.info.user} may not prepare the role {name} ({str(error).strip()}). "
            f"As the server's administrator run: CREATE ROLE \"{name}\" LOGIN PASSWORD '...'; "
            f'GRANT CONNECT, TEMPORARY ON DATABASE "{connection.info.dbname}" TO "{name}"; then `saldo setup` again.'
        ) from None
    return not exists


def open_django() -> None:
    """Makes Django ready without reaching the database. Raises NotSetUp with the settings' own sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saldo.config.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        importlib.import_module("django").setup()
    except ImproperlyConfigured as error:
        raise NotSetUp(str(error)) from None
    gc.freeze()  # what is loaded now stays; looking it through for garbage again and again would cost a tenth
    gc.set_threshold(50_000, 20, 50)  # and thousands of rows at once are no garbage either


def open_application() -> None:
    """Makes Django ready and the database checked: for every command that works on data.

    Raises NoDatabase when it cannot be reached, CommandError when its role is the owner or may pass the policies,
    NotSetUp when settings or migrations are missing.
    """
    with connect(application_url()) as connection:
        objection = read_role(connection).objection
    if objection:
        raise CommandError(f"{objection}. Use a role of its own: `saldo setup` makes it.", code="unsafe_role")
    open_django()
    missing = pending_migrations()
    if missing:
        raise NotSetUp(f"The database is not prepared for this release ({len(missing)} steps). Run `saldo setup`.")


def pending_migrations(alias: str = "default") -> list[str]:
    """The migrations that the database has not had yet, in order. Needs Django; reads `django_migrations`."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections[alias].close()
    return [str(migration) for migration, _ in plan]
