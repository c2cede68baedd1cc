"""What the catalogue of a migrated database says about tenants; each `find_…` lists the breaches of one rule.

They are queries over `pg_catalog`, so that they hold for whatever a migration did, by Django or by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

POLICY = "(tenant_id = (current_setting('saldo.tenant'::text))::uuid)"

# Tables whose rows are evidence: the application may add to them and do nothing else.
APPEND_ONLY = {"ledger_entry", "ledger_posting", "audit_auditrecord", "audit_auditseal", "files_file"}

# Functions that run with the owner's rights, each a door through the policies that returns ids and nothing else.
DEFINERS = {"saldo_find_tenant", "saldo_list_tenants", "customers_search"}

EVERYTHING = {"SELECT", "INSERT", "UPDATE", "DELETE"}

_TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""

_PRIMARY_KEYS = """
    SELECT conrelid::regclass::text,
           ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k (attnum, position)
                 JOIN pg_attribute USING (attnum) WHERE attrelid = conrelid ORDER BY position)
    FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace
"""

_TENANT_COLUMNS = """
    SELECT attrelid::regclass::text, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    WHERE attname = 'tenant_id' AND NOT attisdropped AND relnamespace = 'public'::regnamespace
"""

_POLICIES = """
    SELECT polrelid::regclass::text, polname, polpermissive, polcmd::text, polroles = '{0}',
           pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
    FROM pg_policy
"""

_SECURED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"

# Every index, its key columns in order ('' for an expression), whether it is unique, and its predicate.
_INDEXES = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text, indisunique OR indisexclusion,
           ARRAY(SELECT coalesce(attname::text, '') FROM generate_series(0, indnkeyatts - 1) AS position
                 LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[position] AND attnum > 0
                 ORDER BY position),
           pg_get_expr(indpred, indrelid), amname
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE relnamespace = 'public'::regnamespace
"""

_FOREIGN_KEYS = """
    SELECT conname, conrelid::regclass::text, confrelid::regclass::text,
           ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k (attnum, position)
                 JOIN pg_attribute USING (attnum) WHERE attrelid = conrelid ORDER BY position),
           ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS k (attnum, position)
                 JOIN pg_attribute USING (attnum) WHERE attrelid = confrelid ORDER BY position),
           convalidated
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""

_RIGHTS = """
    SELECT relname, array_agg(DISTINCT privilege_type::text)
    FROM pg_class, aclexplode(relacl) AS granted
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %(role)s))
    GROUP BY relname
"""

_COLUMN_RIGHTS = """
    SELECT attrelid::regclass::text, attname::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attacl IS NOT NULL
"""


_CHECK = "PREPARE saldo_check (uuid, uuid) AS SELECT 1 FROM ONLY {} WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE"
_EXPLAIN = "EXPLAIN EXECUTE saldo_check (gen_random_uuid(), gen_random_uuid())"


def tenant_tables(connection: Connection, global_tables: Mapping[str, str]) -> list[str]:
    """Every table that is not on the closed list."""
    return [name for (name,) in connection.execute(_TABLES) if name not in global_tables]


def find_open_tables(connection: Connection, global_tables: Mapping[str, str]) -> list[str]:
    """Tenant tables without the composite key or without exactly the one policy; listed tables that do not exist."""
    keys = dict(connection.execute(_PRIMARY_KEYS).fetchall())
    columns = {table: (kind, required) for table, kind, required in connection.execute(_TENANT_COLUMNS)}
    secured = {table for (table,) in connection.execute(_SECURED)}
    policies: dict[str, list[Any]] = {}
    for table, *policy in connection.execute(_POLICIES):
        policies.setdefault(table, []).append(policy)
    breaches = []
    for table in tenant_tables(connection, global_tables):
        if columns.get(table) != ("uuid", True):
            breaches.append(f"{table}: has no tenant_id uuid NOT NULL and is not in GLOBAL_TABLES")
        if keys.get(table) != ["tenant_id", "id"]:
            breaches.append(f"{table}: primary key {keys.get(table)} is not (tenant_id, id)")
        if table not in secured:
            breaches.append(f"{table}: row-level security is off")
        rules = [[permissive, command, everyone, using, check] for _, permissive, command, everyone, using, check in
                 policies.get(table, [])]  # fmt: skip
        if rules not in ([[True, "*", True, POLICY, None]], [[True, "*", True, POLICY, POLICY]]):
            breaches.append(f"{table}: its policies are {policies.get(table, [])}, not the one on saldo.tenant")
    existing = {name for (name,) in connection.execute(_TABLES)}
    return breaches + [
        f"{table}: is in GLOBAL_TABLES and does not exist" for table in sorted(global_tables.keys() - existing)
    ]


def find_keys_across_tenants(connection: Connection, global_tables: Mapping[str, str]) -> list[str]:
    """Unique constraints, unique indexes, exclusions and foreign keys of tenant tables that leave the tenant out."""
    tables = set(tenant_tables(connection, global_tables))
    breaches = [
        f"{table}: {index} is unique over {columns} without tenant_id"
        for table, index, unique, columns, _, _ in connection.execute(_INDEXES)
        if unique and table in tables and "tenant_id" not in columns
    ]
    for name, table, target, columns, targets, validated in connection.execute(_FOREIGN_KEYS):
        if table not in tables and target not in tables:
            continue
        pairs = set(zip(columns, targets, strict=True))
        whole = ("tenant_id", "id") if target == "tenants_tenant" else ("tenant_id", "tenant_id")
        if whole not in pairs:
            breaches.append(f"{table}: {name} points from {columns} to {target} {targets} without tenant_id")
        if not validated:
            breaches.append(f"{table}: {name} was never validated")
    return breaches


def find_slow_references(connection: Connection, global_tables: Mapping[str, str]) -> list[str]:
    """Foreign keys of tenant tables that no index beginning (tenant_id, column) serves."""
    tables = set(tenant_tables(connection, global_tables))
    served = {
        (table, columns[1])
        for table, _, _, columns, predicate, method in connection.execute(_INDEXES)
        if method == "btree" and len(columns) > 1 and columns[0] == "tenant_id"
        and predicate in (None, f"({columns[1]} IS NOT NULL)")
    }  # fmt: skip
    return [
        f"{table}: no index begins (tenant_id, {column}), which {name} needs"
        for name, table, _, columns, _, _ in connection.execute(_FOREIGN_KEYS)
        if table in tables
        for column in columns
        if column != "tenant_id" and (table, column) not in served
    ]


def find_detours(connection: Connection, global_tables: Mapping[str, str]) -> list[str]:
    """Tables whose rows a foreign key would look for among all rows of the tenant, instead of by their key.

    Asked as the key's own check asks, with a plan for any row, as it is made once and kept by every session.
    """
    tables = set(tenant_tables(connection, global_tables))
    targets = sorted({target for _, _, target, _, _, _ in connection.execute(_FOREIGN_KEYS)} & tables)
    connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    connection.execute("SET LOCAL enable_seqscan = off")
    breaches = []
    for table in targets:
        name = sql.Identifier(table)
        connection.execute(sql.SQL(_CHECK).format(name))
        plan = "\n".join(row[0] for row in connection.execute(_EXPLAIN))
        connection.execute("DEALLOCATE saldo_check")
        if f"using {table}_pkey" not in plan or "Filter" in plan:
            breaches.append(f"{table} is looked up by another index than its key:\n{plan}")
    return breaches


def find_wrong_rights(connection: Connection, global_tables: Mapping[str, str], role: str) -> list[str]:
    """Tables on which the application may do more, or less, than its table's kind says; rights given to everybody."""
    rights = {table: set(granted) for table, granted in connection.execute(_RIGHTS, {"role": role})}
    breaches = []
    for (table,) in connection.execute(_TABLES):
        held = rights.get(table, set())
        if table in global_tables:
            if held != set(global_tables[table].split(", ")):
                breaches.append(
                    f"{table}: the application has {sorted(held)}, GLOBAL_TABLES says {global_tables[table]}"
                )
        elif table in APPEND_ONLY:
            if held != {"SELECT", "INSERT"}:
                breaches.append(f"{table}: is append-only, and the application has {sorted(held)}")
        elif held not in (EVERYTHING, {"SELECT", "INSERT"}):
            breaches.append(f"{table}: the application has {sorted(held)}")
    breaches += [f"{table}.{column}: has rights of its own" for table, column in connection.execute(_COLUMN_RIGHTS)]
    existing = {name for (name,) in connection.execute(_TABLES)}
    return breaches + [f"{table}: is in APPEND_ONLY and does not exist" for table in sorted(APPEND_ONLY - existing)]


def find_role_powers(connection: Connection, role: str) -> list[str]:
    """What would let the application step round the policies: powers, ownership, membership, creation."""
    row = connection.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    if row is None:
        return [f"{role}: is not a role"]
    names = ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "CREATEDB", "REPLICATION")
    breaches = [f"{role}: has {name}" for name, held in zip(names, row, strict=True) if held]
    owned = connection.execute(
        "SELECT pg_describe_object(classid, objid, objsubid) FROM pg_shdepend "
        "JOIN pg_roles ON pg_roles.oid = refobjid "
        "WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND rolname = %s",
        [role],
    )
    breaches += [f"{role}: owns {described}" for (described,) in owned]
    groups = connection.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member WHERE rolname = %s",
        [role],
    )
    breaches += [f"{role}: is a member of {group}" for (group,) in groups]
    (may_create,) = connection.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role]).fetchone() or (
        True,
    )
    return breaches + ([f"{role}: may create in the schema public"] if may_create else [])


def find_back_doors(connection: Connection) -> list[str]:
    """Views that read with their owner's rights, and functions that run with them and are not on the closed list."""
    views = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') "
        "AND (relkind = 'm' OR NOT coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}')"
    )
    breaches = [f"{name}: a view that reads past the policies" for (name,) in views]
    functions = connection.execute(
        "SELECT proname, coalesce(array_to_string(proconfig, ','), '') FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    ).fetchall()
    breaches += [f"{name}: runs as its owner and is not in DEFINERS" for name, _ in functions if name not in DEFINERS]
    breaches += [
        f"{name}: runs as its owner on the caller's search_path"
        for name, config in functions
        if "search_path=" not in config
    ]
    return breaches
