"""The migrated database keeps tenants apart, whatever made it so; each rule is shown able to fail by a bad table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from psycopg import sql

from saldo.base.tenants.fields import TenantForeignKey
from saldo.base.tenants.global_tables import GLOBAL_TABLES
from saldo.cli.postgres import EmbeddedPostgres
from tests.architecture import catalogue

Check = Callable[[Any], list[str]]

ROLE = settings.SALDO_APPLICATION_ROLE

CHECKS: dict[str, Check] = {
    "every table is global or closed": lambda c: catalogue.find_open_tables(c, GLOBAL_TABLES),
    "keys stay inside a tenant": lambda c: catalogue.find_keys_across_tenants(c, GLOBAL_TABLES),
    "references have an index": lambda c: catalogue.find_slow_references(c, GLOBAL_TABLES),
    "references are looked up by key": lambda c: catalogue.find_detours(c, GLOBAL_TABLES),
    "the application has its rights": lambda c: catalogue.find_wrong_rights(c, GLOBAL_TABLES, ROLE),
    "the application has no powers": lambda c: catalogue.find_role_powers(c, ROLE),
    "there is no back door": catalogue.find_back_doors,
}


@pytest.fixture
def owner(owner_session: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """The owner inside a transaction that is rolled back: a bad table is planted and gone."""
    with owner_session.transaction(force_rollback=True):
        yield owner_session


@pytest.mark.parametrize("rule", CHECKS)
def test_the_migrated_database_keeps_the_rule(owner: psycopg.Connection[Any], rule: str):
    assert CHECKS[rule](owner) == []


def test_the_rules_look_at_many_tables(owner: psycopg.Connection[Any]):
    tables = catalogue.tenant_tables(owner, GLOBAL_TABLES)
    assert len(tables) >= 10
    assert {"ledger_entry", "ledger_posting", "ledger_balance"} <= set(tables)


def test_every_reference_of_a_model_is_a_foreign_key_of_the_database(owner: psycopg.Connection[Any]):
    held = {(table, *columns) for _, table, _, columns, _, _ in owner.execute(catalogue._FOREIGN_KEYS)}
    fields = [
        (model._meta.db_table, "tenant_id", field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    ]
    assert fields != []
    assert [field for field in fields if field not in held] == []


GOOD = """
    CREATE TABLE parent (tenant_id uuid NOT NULL REFERENCES tenants_tenant (id), id uuid, PRIMARY KEY (tenant_id, id));
    CREATE TABLE child (tenant_id uuid NOT NULL, id uuid, parent_id uuid, number text, PRIMARY KEY (tenant_id, id),
                        UNIQUE (tenant_id, number),
                        CONSTRAINT child_parent FOREIGN KEY (tenant_id, parent_id) REFERENCES parent (tenant_id, id));
    CREATE INDEX child_parent_ix ON child (tenant_id, parent_id);
    ALTER TABLE parent ENABLE ROW LEVEL SECURITY;
    ALTER TABLE child ENABLE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON parent USING (tenant_id = current_setting('saldo.tenant')::uuid);
    CREATE POLICY tenant_isolation ON child USING (tenant_id = current_setting('saldo.tenant')::uuid);
    GRANT SELECT, INSERT, UPDATE, DELETE ON parent TO {role};
    GRANT SELECT, INSERT ON child TO {role};
"""


def make(owner: psycopg.Connection[Any], *statements: str) -> None:
    """Run statements in which {role} stands for the application's role."""
    for statement in statements:
        owner.execute(statement.replace("{role}", f'"{ROLE}"').encode())


def test_two_tables_as_they_should_be_break_nothing(owner: psycopg.Connection[Any]):
    make(owner, GOOD)
    assert [sentence for check in CHECKS.values() for sentence in check(owner)] == []


PLANTS = [
    ("every table is global or closed", "CREATE TABLE bad (id uuid PRIMARY KEY)"),
    ("every table is global or closed", "CREATE TABLE bad (tenant_id text, id uuid, PRIMARY KEY (tenant_id, id))"),
    ("every table is global or closed", "ALTER TABLE child DROP CONSTRAINT child_pkey, ADD PRIMARY KEY (id)"),
    (
        "every table is global or closed",
        "ALTER TABLE child DROP CONSTRAINT child_pkey, ADD PRIMARY KEY (id, tenant_id)",
    ),
    ("every table is global or closed", "ALTER TABLE child DISABLE ROW LEVEL SECURITY"),
    ("every table is global or closed", "DROP POLICY tenant_isolation ON child"),
    ("every table is global or closed", "CREATE POLICY more ON child USING (true)"),
    ("every table is global or closed", "ALTER POLICY tenant_isolation ON child WITH CHECK (true)"),
    (
        "every table is global or closed",  # with `missing_ok` no tenant would mean silence
        "ALTER POLICY tenant_isolation ON child USING (tenant_id = current_setting('saldo.tenant', true)::uuid)",
    ),
    ("every table is global or closed", "ALTER TABLE django_session RENAME TO sessions"),
    ("keys stay inside a tenant", "ALTER TABLE child ADD UNIQUE (number)"),
    ("keys stay inside a tenant", "CREATE UNIQUE INDEX ON child (number) WHERE number <> ''"),
    ("keys stay inside a tenant", "CREATE UNIQUE INDEX ON child (lower(number)) INCLUDE (tenant_id)"),
    ("keys stay inside a tenant", "ALTER TABLE child ADD EXCLUDE USING btree (number WITH =)"),
    (
        "keys stay inside a tenant",
        "ALTER TABLE parent ADD UNIQUE (id); ALTER TABLE child ADD FOREIGN KEY (parent_id) REFERENCES parent (id)",
    ),
    (
        "keys stay inside a tenant",
        "ALTER TABLE child ADD user_id bigint; ALTER TABLE people_user ADD number_ bigint UNIQUE;"
        "ALTER TABLE child ADD FOREIGN KEY (user_id) REFERENCES people_user (number_)",
    ),
    (
        "keys stay inside a tenant",
        "ALTER TABLE child ADD FOREIGN KEY (tenant_id, id) REFERENCES parent (tenant_id, id) NOT VALID",
    ),
    ("references have an index", "DROP INDEX child_parent_ix"),
    ("references have an index", "DROP INDEX child_parent_ix; CREATE INDEX ON child (parent_id, tenant_id)"),
    (
        "references have an index",
        "DROP INDEX child_parent_ix; CREATE INDEX ON child (tenant_id, parent_id) WHERE number <> ''",
    ),
    ("references are looked up by key", "ALTER TABLE parent ADD words char(1000); CREATE INDEX ON parent (tenant_id)"),
    ("the application has its rights", "GRANT UPDATE ON ledger_entry TO {role}"),
    ("the application has its rights", "GRANT DELETE ON ledger_posting TO PUBLIC"),
    ("the application has its rights", "GRANT UPDATE (amount_minor) ON ledger_posting TO {role}"),
    ("the application has its rights", "GRANT TRUNCATE ON child TO {role}"),
    ("the application has its rights", "REVOKE ALL ON child FROM {role}"),
    ("the application has its rights", "GRANT DELETE ON people_user TO {role}"),
    ("the application has its rights", "DROP TABLE ledger_posting CASCADE"),
    ("the application has no powers", "ALTER ROLE {role} BYPASSRLS"),
    ("the application has no powers", "ALTER ROLE {role} SUPERUSER"),
    ("the application has no powers", "ALTER TABLE child OWNER TO {role}"),
    ("the application has no powers", "GRANT pg_read_all_data TO {role}"),
    ("the application has no powers", "GRANT CREATE ON SCHEMA public TO {role}"),
    ("there is no back door", "CREATE VIEW everything AS SELECT * FROM child"),
    ("there is no back door", "CREATE MATERIALIZED VIEW everything AS SELECT 1 AS one"),
    (
        "there is no back door",
        "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public "
        "AS 'SELECT count(*) FROM parent'",
    ),
    ("there is no back door", "ALTER FUNCTION saldo_list_tenants() RESET search_path"),
]


@pytest.mark.parametrize(("rule", "statement"), PLANTS)
def test_a_planted_breach_is_found(owner: psycopg.Connection[Any], rule: str, statement: str):
    make(owner, GOOD, statement)
    assert CHECKS[rule](owner) != []


def test_every_rule_is_shown_able_to_fail():
    assert {rule for rule, _ in PLANTS} == set(CHECKS)


@pytest.fixture
def application(server: EmbeddedPostgres) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the application, on which no frame was ever opened."""
    with psycopg.connect(server.url_for(ROLE), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("after_a_frame", [False, True])
def test_with_no_tenant_set_every_tenant_table_raises(
    application: psycopg.Connection[Any], owner: psycopg.Connection[Any], after_a_frame: bool
):
    if after_a_frame:  # the setting is known to the session by then, and empty again
        with application.transaction():
            application.execute("SET LOCAL saldo.tenant = '00000000-0000-7000-8000-000000000000'")
    silent = []
    for table in [*catalogue.tenant_tables(owner, GLOBAL_TABLES), "tenants_tenant"]:
        try:
            application.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        except (psycopg.errors.UndefinedObject, psycopg.errors.InvalidTextRepresentation):
            continue
        silent.append(table)
    assert silent == []


def test_with_no_tenant_set_an_open_table_answers(application: psycopg.Connection[Any]):
    assert application.execute("SELECT count(*) FROM django_session").fetchone() is not None
