"""Ageing by customer over 1,000,000 open items, as of any date: at most twice the floor.

Ten thousand customers with a hundred open items each, half a year old. The report is asked for five days of those
months. The floor is one statement over the postings, by hand, for the same day: no policy, no known-at date, no
currencies kept apart and no credit, and its rows stay tuples. (There is no shortcut: as of any date the open amount of
an item is what its postings up to then add up to.)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg

from benchmarks.ground import compare, run, timed

CUSTOMERS = 10_000
DAYS_BACK = (0, 30, 60, 90, 120)

FLOOR = """
    SELECT customer_id, sum(minor)::bigint,
        coalesce(sum(minor) FILTER (WHERE days <= 0), 0)::bigint,
        coalesce(sum(minor) FILTER (WHERE days BETWEEN 1 AND 30), 0)::bigint,
        coalesce(sum(minor) FILTER (WHERE days BETWEEN 31 AND 60), 0)::bigint,
        coalesce(sum(minor) FILTER (WHERE days BETWEEN 61 AND 90), 0)::bigint,
        coalesce(sum(minor) FILTER (WHERE days > 90), 0)::bigint
    FROM (
        SELECT customer_id, item_id, sum(amount_minor) AS minor, %(on)s::date - max(due_on) AS days
        FROM ledger_posting
        WHERE tenant_id = %(tenant)s AND account = 'receivable' AND effective_on <= %(on)s
        GROUP BY customer_id, item_id HAVING sum(amount_minor) <> 0
    ) item
    GROUP BY customer_id ORDER BY 2 DESC, 1
"""


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """One row: the median over the days."""
    from benchmarks.load import load_customers, load_items
    from benchmarks.scene import TODAY, Company

    company = Company(1)
    customers = min(CUSTOMERS, size // 10)
    load_customers(owner, company, customers - 1)
    load_items(owner, company, size, customers=customers)
    pairs = []
    for back in (DAYS_BACK[0], *DAYS_BACK):  # the first one warms both up
        on = TODAY - timedelta(days=back)
        pairs.append((_saldo(company, on), _floor(owner, company, on)))
    return [compare("ageing", size, pairs[1:], limit=2)]


def _saldo(company: Any, on: date) -> float:
    from saldo.base.tenants.frame import frame
    from saldo.insights.queries import ageing

    def work() -> None:
        with frame(company.tenant_id):
            assert ageing(company.tenant_id, on=on).rows

    return timed(work)


def _floor(owner: psycopg.Connection[Any], company: Any, on: date) -> float:
    def work() -> None:
        with psycopg.ClientCursor(owner) as cursor:
            assert cursor.execute(FLOOR, {"tenant": company.tenant_id, "on": on}).fetchall()

    return timed(work)


if __name__ == "__main__":
    run(measure, size=1_000_000)
