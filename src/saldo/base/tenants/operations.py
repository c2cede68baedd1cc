"""What a migration does to a table so that one tenant cannot reach another's rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.migrations.operations.base import Operation

from saldo.base.tenants.fields import TenantForeignKey
from saldo.base.tenants.global_tables import GLOBAL_TABLES

READ_ONLY = "SELECT"
APPEND_ONLY = "SELECT, INSERT"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"


class SecureTenantTable(Operation):
    """Gives a tenant table its composite keys, its policy and the application's rights.

    `append_only=True` grants no UPDATE and no DELETE. Foreign keys must be TenantForeignKeys to tables that have been
    secured before. A table that points to no other tenant table points to its tenant; the others inherit that.
    """

    reversible = True
    reduces_to_sql = False

    def __init__(self, name: str, append_only: bool = False) -> None:
        self.name = name
        self.append_only = append_only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return (self.__class__.__name__, [self.name], {"append_only": True} if self.append_only else {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's model state keeps `id` as the key."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements."""
        model = to_state.apps.get_model(app_label, self.name)
        for statement in self._statements(model):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The table itself is dropped by the operation before this one."""

    def describe(self) -> str:
        """For `migrate`'s output."""
        return f"Secure the tenant table {self.name}"

    def _statements(self, model: Any) -> Iterator[str]:
        table = model._meta.db_table
        yield f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey", ADD PRIMARY KEY (tenant_id, id)'
        references = [field for field in model._meta.local_fields if isinstance(field, TenantForeignKey)]
        for field in references:
            yield from reference_statements(table, field)
        if not references:
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_fk" '
                "FOREIGN KEY (tenant_id) REFERENCES tenants_tenant (id)"
            )
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield (
            f"CREATE POLICY tenant_isolation ON \"{table}\" USING (tenant_id = current_setting('saldo.tenant')::uuid)"
        )
        rights = APPEND_ONLY if self.append_only else EVERYTHING
        yield f'GRANT {rights} ON "{table}" TO "{settings.SALDO_APPLICATION_ROLE}"'


class SecureReference(Operation):
    """The composite key and index of a TenantForeignKey that is added to a table later."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in Django's state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements."""
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in reference_statements(model._meta.db_table, model._meta.get_field(self.field_name)):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The column is dropped by the operation before this one."""


def reference_statements(table: str, field: Any) -> Iterator[str]:
    """The composite foreign key of one field, and the index that serves it."""
    target = field.related_model._meta.db_table
    name = f"{table}_{field.column}"[:58]
    yield (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}_fk" '
        f'FOREIGN KEY (tenant_id, "{field.column}") REFERENCES "{target}" (tenant_id, id)'
    )
    if not field.unique and not _is_led_by(field):
        yield f'CREATE INDEX "{name}_ix" ON "{table}" (tenant_id, "{field.column}")'


def _is_led_by(field: Any) -> bool:
    """Whether an index or unique constraint of the model already begins with (tenant_id, field)."""
    options = field.model._meta
    return any(
        list(getattr(one, "fields", ()))[:2] in (["tenant_id", field.name], ["tenant_id", field.column])
        and not getattr(one, "condition", None)
        for one in (*options.constraints, *options.indexes)
    )


def grant_global_rights(connection: Any) -> None:
    """Grant the application its rights on the tables without a tenant, and on the queue's functions and sequences."""
    role = f'"{settings.SALDO_APPLICATION_ROLE}"'
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        present = {row[0] for row in cursor.fetchall()}
        if "procrastinate_jobs" not in present:
            return  # a partial migration: the last one grants
        for table, rights in GLOBAL_TABLES.items():
            if table in present:
                cursor.execute(f'GRANT {rights} ON "{table}" TO {role}')
        cursor.execute(
            "SELECT format('GRANT USAGE, SELECT ON SEQUENCE %I TO " + role + "', sequencename) FROM pg_sequences "
            "WHERE schemaname = current_schema()"
        )
        for (grant,) in cursor.fetchall():
            cursor.execute(grant)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")


# Tables that PostgreSQL knows nothing of yet, neither how many rows nor which values, and that got an index after their
# key. (A table that has been analysed needs no help, and its key may be large.)
_OVERSHADOWED_KEYS = """
    SELECT key.indexrelid::regclass::text FROM pg_index key JOIN pg_class held ON held.oid = key.indrelid
    WHERE key.indisprimary AND held.relrowsecurity AND held.relpages = 0 AND EXISTS (
        SELECT 1 FROM pg_index later WHERE later.indrelid = key.indrelid AND later.indexrelid > key.indexrelid
    )
"""


def renew_keys(connection: Any) -> None:
    """Make primary keys the youngest index of their table where nothing else tells PostgreSQL to prefer them.

    Every index of a tenant table begins with the tenant. Where there are no statistics, one that finds a row by tenant
    alone seems as good as the key, and of equals the youngest wins: in a first import each foreign key would be checked
    by reading all the tenant's rows, for as long as the session keeps that plan. Runs outside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERSHADOWED_KEYS)
        for (key,) in cursor.fetchall():
            cursor.execute(f"REINDEX INDEX CONCURRENTLY {key}")  # the plain one keeps the index's age
