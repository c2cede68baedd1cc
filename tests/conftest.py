"""Fixtures that everything shares: the database, a clock, the cast.

The database is an embedded PostgreSQL (chosen by SALDO_POSTGRES), made and migrated as its owner once per process;
tests connect as the application's role in real transactions, and what they wrote is truncated as owner afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from saldo.base.tenants.frame import Frame, frame
from saldo.cli.postgres import EmbeddedPostgres
from saldo.kernel.clock import FixedClock
from tests.factories.cast import House, make_house

pytest_plugins = ["tests.loopback_only"]

MOST_DELETED = 500
"""Rows of one table that are deleted one by one after a test."""

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def _point(alias: str, url: str) -> None:
    parts = conninfo_to_dict(url)
    values = {"NAME": parts["dbname"], "USER": parts["user"], "HOST": parts["host"], "PORT": "", "PASSWORD": ""}
    settings.DATABASES[alias].update(values)
    connections[alias].settings_dict.update(values)


@pytest.fixture(scope="session")
def server(django_db_blocker: Any) -> Iterator[EmbeddedPostgres]:
    """A migrated database server of this process."""
    folder = tempfile.TemporaryDirectory(prefix="saldo-", dir="/tmp")
    with folder as path, EmbeddedPostgres(Path(path) / "pg", durable=False) as running, django_db_blocker.unblock():
        with psycopg.connect(running.owner_url, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {settings.SALDO_APPLICATION_ROLE} LOGIN")
        _point("default", running.url_for(settings.SALDO_APPLICATION_ROLE))
        _point("owner", running.owner_url)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        yield running
        for alias in ("default", "owner"):
            connections[alias].close()


@pytest.fixture(scope="session")
def owner_session(server: EmbeddedPostgres) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection of the whole session."""
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner_connection(database: None, owner_session: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """A connection as the owner of the tables, who passes every policy."""
    return owner_session


@pytest.fixture
def database(server: EmbeddedPostgres, owner_session: psycopg.Connection[Any]) -> Iterator[None]:
    """The database, empty; what the test writes is removed afterwards."""
    yield
    connections["default"].close()
    _empty(owner_session)


def _empty(owner: psycopg.Connection[Any]) -> None:
    """Remove every row. A TRUNCATE of all tables makes hundreds of files, so few rows are deleted where they stand."""
    found = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    tables = [name for (name,) in found if name not in KEPT]
    asked = [
        f'SELECT \'{name}\', EXISTS (SELECT FROM "{name}" OFFSET {MOST_DELETED}) WHERE EXISTS (SELECT FROM "{name}")'
        for name in tables
    ]
    written = dict(owner.execute(" UNION ALL ".join(asked)).fetchall())
    with owner.transaction():  # the triggers that guard ledger and audit trail refuse even this, so they sleep
        owner.execute("SET LOCAL session_replication_role = replica")
        if any(written.values()):
            owner.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            return
        for name in written:
            owner.execute(f'DELETE FROM "{name}"')


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 2 March 2026, nine in the morning in Lisbon and London."""
    return FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def frame_of(database: None, clock: FixedClock) -> Callable[[UUID], AbstractContextManager[Frame]]:
    """Opens a frame of a tenant at the test's clock: `with frame_of(tenant_id): ...`."""
    return lambda tenant_id: frame(tenant_id, clock=clock)


@pytest.fixture
def house(database: None, clock: FixedClock) -> House:
    """Alice's tenant, with one legal entity in Porto."""
    return make_house(clock)


@pytest.fixture
def charlies_house(database: None, clock: FixedClock) -> House:
    """Another tenant, which must see nothing of the first."""
    return make_house(clock, name="Charlie & Co", short_name="Charlie", series="CH")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first, so that no process plays one alone at the end."""
    items.sort(key=lambda item: "/scenarios/" not in item.nodeid)
