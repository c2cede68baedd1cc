"""Installations to run the real command on: a server of their own, an owner who is no superuser, one database each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from saldo.cli.postgres import EmbeddedPostgres
from saldo.kernel.references import new_id

OWNER = "keeper"
APPLICATION = "saldo_app"
COMPANY = ("--company", "Alice & Filhos", "--country", "pt", "--time-zone", "Europe/Lisbon")
PERSON = ("--email", "alice@example.test", "--name", "Alice")
PASSWORD = "correct horse battery"


@dataclass
class Installation:
    """A database and the environment that points to it."""

    server: EmbeddedPostgres
    database: str
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "SALDO_POSTGRES") if name in os.environ},
            "DATABASE_URL": self.server.url_for(APPLICATION, "sesame", self.database),
            "DATABASE_OWNER_URL": self.server.url_for(OWNER, "", self.database),
            "SALDO_SECRET_KEY": "k" * 40,
            "SALDO_DATA": str(self.server.data_dir.parent / "data"),
            "PYTHONWARNINGS": "error",
        }

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs `saldo` with the words given; an empty value takes a variable away."""
        variables = {name: value for name, value in {**self.environment, **environment}.items() if value}
        command = [sys.executable, "-c", "import sys; from saldo.cli.main import main; sys.exit(main())", *words]
        return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, cwd="/tmp")

    def facts(self, *words: str, **environment: str) -> dict[str, Any]:
        """Runs `saldo ... --json` and reads the one document that it may print."""
        ended = self.run(*words, "--json", **environment)
        assert ended.stdout.count("\n") == 1, ended
        return json.loads(ended.stdout)

    def ask(self, statement: str, *values: Any) -> Any:
        """The first value that the owner gets."""
        with closing(psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True)) as connection:
            cursor = connection.execute(statement, values)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[EmbeddedPostgres]:
    """A server with an owner who may make roles, and nothing else."""
    with (
        tempfile.TemporaryDirectory(prefix="saldo-", dir="/tmp") as folder,
        EmbeddedPostgres(Path(folder) / "pg", durable=False) as running,
    ):
        with closing(psycopg.connect(running.owner_url, autocommit=True)) as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
        yield running


@pytest.fixture(scope="session")
def make_installation(cluster: EmbeddedPostgres) -> Callable[..., Installation]:
    """Makes a database that the owner owns, empty or as a copy of another."""

    def make(template: str = "template1") -> Installation:
        database = f"saldo_{new_id().hex}"
        with closing(psycopg.connect(cluster.owner_url, autocommit=True)) as connection:
            connection.execute(f"CREATE DATABASE {database} OWNER {OWNER} TEMPLATE {template}")
        return Installation(cluster, database)

    return make


@pytest.fixture(scope="session")
def ready(make_installation: Callable[..., Installation]) -> Installation:
    """An installation as `saldo setup` leaves it. Do not change it: take a `copy`."""
    made = make_installation()
    ended = made.run("setup", *COMPANY, *PERSON, SALDO_OWNER_PASSWORD=PASSWORD)
    assert ended.returncode == 0, ended
    return made


@pytest.fixture
def empty(make_installation: Callable[..., Installation]) -> Installation:
    """A database without anything."""
    return make_installation()


@pytest.fixture
def copy(ready: Installation, make_installation: Callable[..., Installation]) -> Installation:
    """A database that was set up, free to be changed."""
    return make_installation(ready.database)
