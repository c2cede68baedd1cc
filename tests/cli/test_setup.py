"""`saldo setup`, on a server whose owner is no superuser."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from tests.cli.conftest import APPLICATION, COMPANY, PASSWORD, PERSON, Installation

Make = Callable[..., Installation]


def test_the_first_run_makes_role_tables_company_and_owner(ready: Installation) -> None:
    assert ready.ask("SELECT name FROM tenants_tenant") == "Alice & Filhos"
    assert ready.ask("SELECT country || currency || time_zone FROM tenants_legalentity") == "PTEUREurope/Lisbon"
    assert ready.ask("SELECT email FROM people_user") == "alice@example.test"
    assert ready.ask("SELECT role FROM people_membership") == "owner"
    assert ready.ask("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
    rights = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = %s"
    assert ready.ask(rights, APPLICATION) is False
    assert ready.ask("SELECT count(*) FROM pg_tables WHERE tableowner = %s", APPLICATION) == 0


def test_the_application_reads_only_through_a_frame_and_changes_no_tables(ready: Installation) -> None:
    with closing(psycopg.connect(ready.environment["DATABASE_URL"], autocommit=True)) as connection:
        assert connection.info.user == APPLICATION
        with pytest.raises(psycopg.errors.UndefinedObject):  # a tenant table without a tenant raises
            connection.execute("SELECT * FROM tenants_legalentity")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("ALTER TABLE tenants_legalentity DISABLE ROW LEVEL SECURITY")


def test_a_second_run_changes_nothing(copy: Installation) -> None:
    before = copy.ask("SELECT array_agg(t::text) FROM tenants_tenant t"), copy.ask("SELECT password FROM people_user")
    told = copy.facts(
        "setup", "--company", "Another", "--email", "eve@example.test", SALDO_OWNER_PASSWORD="another one 1"
    )
    assert told == {"ok": True, "made_role": False, "migrations": 0, "made_company": False}
    after = copy.ask("SELECT array_agg(t::text) FROM tenants_tenant t"), copy.ask("SELECT password FROM people_user")
    assert after == before


def test_a_run_of_a_newer_release_upgrades_and_keeps_the_data(copy: Installation) -> None:
    copy.ask("DELETE FROM django_migrations WHERE app = 'sessions'")
    copy.ask("DROP TABLE django_session")
    assert copy.run("worker", "--once").returncode == 4
    assert copy.facts("setup")["migrations"] == 1
    assert copy.ask("SELECT has_table_privilege(%s, 'django_session', 'INSERT')", APPLICATION)
    assert copy.ask("SELECT count(*) FROM tenants_tenant") == 1
    assert copy.run("worker", "--once").returncode == 0


def test_a_pipe_that_cannot_be_asked_is_told_what_is_missing_and_nothing_is_changed(empty: Installation) -> None:
    ended = empty.run("setup", *PERSON)
    assert ended.returncode == 2
    assert "--company, --country, --time-zone missing" in ended.stderr
    assert empty.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


@pytest.mark.parametrize(
    ("changed", "exit_code", "word"),
    [
        ({"--country": "Portugal"}, 1, "country"),
        ({"--time-zone": "Lisbon"}, 1, "Europe/Lisbon"),
        ({"--currency": "EURO"}, 1, "currency"),
        ({"password": "brief"}, 2, "too short"),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_is_changed(
    empty: Installation, changed: dict[str, str], exit_code: int, word: str
) -> None:
    words = [*COMPANY, *PERSON, "--currency", "EUR"]
    for name, value in changed.items():
        if name != "password":
            words[words.index(name) + 1] = value
    told = empty.run("setup", *words, SALDO_OWNER_PASSWORD=changed.get("password", PASSWORD))
    assert told.returncode == exit_code
    assert word in told.stderr
    assert empty.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_a_password_is_made_and_shown_once_where_none_is_given(empty: Installation) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    told = empty.facts("setup", *COMPANY, *PERSON)
    assert PBKDF2PasswordHasher().verify(told["password"], empty.ask("SELECT password FROM people_user"))


def test_without_addresses_it_says_how_to_set_them_or_to_use_the_demo(empty: Installation) -> None:
    for missing in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        ended = empty.run("setup", **{missing: ""})
        assert ended.returncode == 3
        assert missing in ended.stderr
        assert "saldo demo" in ended.stderr


def test_an_application_that_is_the_owner_is_refused(empty: Installation) -> None:
    ended = empty.run("setup", "--no-company", DATABASE_URL=empty.environment["DATABASE_OWNER_URL"])
    assert ended.returncode == 1
    assert "other than the owner" in ended.stderr


def test_an_owner_without_the_right_to_make_roles_is_told_what_to_ask_for(empty: Installation) -> None:
    with closing(psycopg.connect(empty.server.owner_url, autocommit=True)) as connection:
        connection.execute("CREATE ROLE clerk LOGIN")
    clerk = empty.server.url_for("clerk", "", empty.database)
    stranger = empty.server.url_for("stranger", "secret-of-stranger", empty.database)
    ended = empty.run("setup", "--no-company", DATABASE_OWNER_URL=clerk, DATABASE_URL=stranger)
    assert ended.returncode == 1
    assert 'CREATE ROLE "stranger" LOGIN' in ended.stderr
    assert "secret-of-stranger" not in ended.stderr


def test_a_new_key_is_printed_without_a_database(empty: Installation) -> None:
    keys = {empty.run("setup", "--print-key", DATABASE_URL="", SALDO_SECRET_KEY="").stdout for _ in range(2)}
    assert len(keys) == 2
    assert all(re.fullmatch(r"[\w-]{64}\n", key) for key in keys)


def test_without_a_key_it_says_how_to_make_one(empty: Installation) -> None:
    ended = empty.run("setup", "--no-company", SALDO_SECRET_KEY="")
    assert ended.returncode == 4
    assert "--print-key" in ended.stderr
