"""The one writer of sets.

PostgreSQL refuses COPY into a table whose policies apply, so a large set is copied into a temporary table and moved
by one INSERT … SELECT; a small one is a single VALUES statement. Both are atomic and both pass the policies.

A trip to the server costs as much as a small write. Inside `one_trip` small writes therefore wait and travel with the
next statement that needs an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from saldo.base.tenants.frame import current_frame

STAGE_FROM = 40
"""Rows from which staging is faster than VALUES; measured with five to fifteen columns."""

_waiting: ContextVar[list[str] | None] = ContextVar("saldo_waiting_writes", default=None)


@contextmanager
def one_trip() -> Iterator[None]:
    """Let small writes wait, in their order, for the next statement on the connection, at the latest for the end.

    A write that the database refuses is reported by the statement that it travelled with. An exception inside drops
    what still waits, so whoever catches it must roll back. A block inside another one joins it.
    """
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        with connection.execute_wrapper(_send_along):
            yield
            if _waiting.get():
                with connection.cursor() as cursor:
                    cursor.execute("")  # says nothing itself and takes along what waits
    finally:
        _waiting.reset(token)


def write(statement: str, values: Sequence[Any]) -> None:
    """Run a small write whose answer nobody needs, now or, inside `one_trip`, with the next statement."""
    waiting = _waiting.get()
    with connection.cursor() as cursor:
        if waiting is None:
            cursor.execute(statement, values)
        else:
            waiting.append(cursor.mogrify(statement, values))


def _send_along(execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send what waits in front of a statement, and leave its cursor at the statement's own answer."""
    waiting = _waiting.get()
    if not waiting:
        return execute(statement, values, many, context)
    assert not many, "executemany cannot take along what waits"
    cursor = context["cursor"]
    ahead, trip = len(waiting), "; ".join([*waiting, cursor.mogrify(statement, values)])
    waiting.clear()
    result = execute(trip, None, many, context)
    for _ in range(ahead):
        cursor.nextset()
    return result


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unless_exists: Sequence[str] | None = None,
) -> set[UUID]:
    """Insert rows of the frame's tenant and return the ids that were really inserted.

    `columns` are database columns without `tenant_id`, which is added from the frame, and must hold `id`.
    `unless_exists` names the columns of a unique constraint: rows that clash with it are left out, silently.
    """
    data = [tuple(row) for row in rows]
    if not data:
        return set()
    names = ("tenant_id", *columns)
    conflict = None if unless_exists is None else tuple(unless_exists)
    tenant_id = current_frame().tenant_id
    few = len(data) < STAGE_FROM
    statement = _insertion(model, names, conflict, len(data) if few else 0)
    values = [value for row in data for value in (tenant_id, *row)] if few else []
    if few and conflict is None:
        write(statement, values)
    else:
        with connection.cursor() as cursor:
            if not few:
                tenant = str(tenant_id)  # once, not for each row
                _stage(cursor, model, names, ((tenant, *row) for row in data))
            cursor.execute(statement, values)
            if conflict is not None:
                return {row[0] for row in cursor.fetchall()}
    position = list(columns).index("id")
    return {row[position] for row in data}


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, key: str = "id"
) -> None:
    """Set columns of rows of the frame's tenant; `columns` includes the key column."""
    data = [tuple(row) for row in rows]
    if not data:
        return
    tenant_id = current_frame().tenant_id
    if len(data) < STAGE_FROM:
        values = [value for row in data for value in row]
        write(_change(model, tuple(columns), key, len(data)), [*values, tenant_id])
        return
    with connection.cursor() as cursor:
        _stage(cursor, model, columns, data)
        cursor.execute(_change(model, tuple(columns), key, 0), [tenant_id])


def id_array(ids: Iterable[UUID]) -> str:
    """Ids as the text of a PostgreSQL array, for `= ANY(%s)`: ten times faster than a list when there are thousands."""
    return "{" + ",".join(map(str, ids)) + "}"


@lru_cache(maxsize=1000)
def _insertion(model: type[models.Model], names: tuple[str, ...], conflict: tuple[str, ...] | None, count: int) -> str:
    """INSERT of `count` rows of placeholders, or with 0 of what is staged. Kept: composing one takes longer than a row.

    `conflict` are the columns of a unique constraint; the ids that were really inserted are then returned.
    """
    line = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(names)))
    source = sql.SQL("VALUES ") + sql.SQL(", ").join([line] * count)
    if not count:
        source = sql.SQL("SELECT {} FROM ").format(_list(names)) + sql.Identifier(_stage_of(model))
    tail: sql.Composable = sql.SQL("")
    if conflict is not None:
        tail = sql.SQL(" ON CONFLICT ({}) DO NOTHING RETURNING id").format(_list(conflict))
    table = sql.Identifier(model._meta.db_table)
    return (sql.SQL("INSERT INTO {} ({}) ").format(table, _list(names)) + source + tail).as_string()


@lru_cache(maxsize=1000)
def _change(model: type[models.Model], columns: tuple[str, ...], key: str, count: int) -> str:
    """UPDATE from `count` rows of placeholders, or with 0 from what is staged; the last placeholder is the tenant's."""
    table = sql.Identifier(model._meta.db_table)
    stage = sql.SQL("({}) AS stage ({})").format(_typed_values(model, columns, count), _list(columns))
    if not count:
        stage = sql.SQL("{} AS stage").format(sql.Identifier(_stage_of(model)))
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = stage.{0}").format(sql.Identifier(name)) for name in columns if name != key
    )
    head = sql.SQL("UPDATE {0} SET {1} FROM ").format(table, changes)
    tail = sql.SQL(" WHERE {0}.tenant_id = {1} AND {0}.{2} = stage.{2}").format(
        table, sql.Placeholder(), sql.Identifier(key)
    )
    return (head + stage + tail).as_string()


def _typed_values(model: type[models.Model], columns: Sequence[str], count: int) -> sql.Composed:
    """VALUES with placeholders; the first row says the types, without which PostgreSQL takes everything for text."""
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    casts = [sql.SQL("%s::" + str(types[name])) for name in columns]
    first = sql.SQL("({})").format(sql.SQL(", ").join(casts))
    others = [sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))] * (count - 1)
    return sql.SQL("VALUES ") + sql.SQL(", ").join([first, *others])


def _stage_of(model: type[models.Model]) -> str:
    return f"stage_{model._meta.db_table}"


def _stage(cursor: Any, model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows into the table's temporary twin, emptied first."""
    name = _stage_of(model)
    stage = sql.Identifier(name)
    cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{name}"])
    if cursor.fetchone()[0] is None:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DELETE ROWS").format(
                stage, sql.Identifier(model._meta.db_table)
            )
        )
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnotnull AND attnum > 0",
            [f"pg_temp.{name}"],
        )
        loosen = [
            sql.SQL("ALTER COLUMN {} DROP NOT NULL").format(sql.Identifier(column)) for (column,) in cursor.fetchall()
        ]
        if loosen:
            cursor.execute(sql.SQL("ALTER TABLE {} ").format(stage) + sql.SQL(", ").join(loosen))
    else:
        cursor.execute(sql.SQL("TRUNCATE {}").format(stage))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(stage, _list(names))) as copy:
        for row in rows:
            copy.write_row(row)


def _list(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
