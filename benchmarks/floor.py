"""The hand-written side: the owner's connection, one transaction, statements that work on sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.ground import timed


def run_floor(owner: psycopg.Connection[Any], statements: Sequence[str], values: Mapping[str, Any]) -> float:
    """Run statements in one transaction and return the seconds, the commit included."""

    def work() -> None:
        with owner.transaction(), psycopg.ClientCursor(owner) as cursor:
            for statement in statements:
                cursor.execute(statement, values)

    return timed(work)


def copy_rows(cursor: psycopg.Cursor[Any], table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table, which only the owner may."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
        for row in rows:
            copy.write_row(row)


BALANCES = """
    INSERT INTO ledger_balance AS balance (tenant_id, id, customer_id, account, currency, balance_minor)
    SELECT %(tenant)s, gen_random_uuid(), customer_id, account, currency, sum(amount_minor)::bigint
    FROM fresh_posting WHERE account IN ('receivable', 'customer_credit')
    GROUP BY customer_id, account, currency
    ON CONFLICT (tenant_id, customer_id, account, currency)
    DO UPDATE SET balance_minor = balance.balance_minor + EXCLUDED.balance_minor
"""
"""Adds the postings of the temporary table `fresh_posting` to the balances."""

JOBS = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'default', task, jsonb_build_object('tenant_id', %(tenant)s::text, 'ids', jsonb_agg(id))
    FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / 500 AS chunk FROM subject) numbered
    CROSS JOIN unnest(%(tasks)s::text[]) AS task
    GROUP BY task, chunk
"""
"""The jobs that carry on with the rows of the temporary table `subject`, 500 in each."""
