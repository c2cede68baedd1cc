"""Large sets, written by the owner in SQL: the actions would take long.

Foreign keys and triggers are off meanwhile, as in a restore from a backup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg

from benchmarks.scene import CLOCK, TODAY, Company

CHUNK = 100_000


def _made_id(kind: int, number: str) -> str:
    """An id that grows with a number, as ids of version 7 grow with time: an index is then filled from its end."""
    return f"('0190000{kind}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


CUSTOMERS = """
    INSERT INTO customers_customer (tenant_id, id, number, name, sort_key, kind, language, country, tax_id,
        address_lines, currency, terms_days, contact_hold, note, created_at)
    SELECT %(tenant)s, gen_random_uuid(), 'L-' || lpad(n::text, 6, '0'), 'Loaded customer ' || n,
        'loaded customer ' || lpad(n::text, 6, '0'), 'business', 'en', 'PT', '', ARRAY['Rua 1', 'Porto'], 'EUR', 30,
        CASE WHEN n %% 20 = 7 THEN %(hold)s ELSE '' END, '', %(now)s
    FROM generate_series(%(first)s::int, %(last)s::int) n
"""
CONTACTS = """
    INSERT INTO customers_contact
        (tenant_id, id, customer_id, name, salutation, email, phone, language, is_primary, bounce_detail)
    SELECT tenant_id, gen_random_uuid(), id, 'Accounts', '', lower(number) || '@example.test', '', 'en', true, ''
    FROM customers_customer WHERE tenant_id = %(tenant)s AND number LIKE 'L-%%'
      AND right(number, 6)::int BETWEEN %(first)s AND %(last)s
      AND NOT (%(addressless)s AND right(number, 6)::int %% 20 = 3)
"""
# Item n is the customer's (n mod the number of customers). Items were issued over the 180 days before `until`.
ITEMS = f"""
    CREATE TEMPORARY TABLE item ON COMMIT DROP AS
    SELECT {_made_id(1, "n")} AS id, {_made_id(2, "n")} AS entry_id, n, customer.id AS customer_id,
        (10000 + n %% 90000)::bigint AS net, round((10000 + n %% 90000) * 0.23)::bigint AS tax,
        %(until)s::date - (n * 7 %% 180)::int AS issued_on, %(until)s::date - (n * 7 %% 180)::int + 30 AS due_on,
        n %% 100 < %(settled)s AS settled, least(%(until)s::date - (n * 7 %% 180)::int + 30, %(until)s::date) AS paid_on
    FROM generate_series(%(first)s::int, %(last)s::int) n
    JOIN loaded customer ON customer.place = n %% %(customers)s
"""
NUMBERED = """
    CREATE TEMPORARY TABLE loaded AS
    SELECT id, row_number() OVER (ORDER BY number) - 1 AS place FROM customers_customer WHERE tenant_id = %(tenant)s
"""
INVOICES = """
    INSERT INTO invoices_invoice (tenant_id, id, kind, origin, state, legal_entity_id, customer_id, number, reference,
        language, currency, title, period, order_number, note, reason, terms_days, issued_on, due_on, settled_on,
        net_minor, tax_minor, total_minor, open_minor, delivery, delivery_at, version, created_at, issued_at)
    SELECT %(tenant)s, id, 'invoice', 'imported', CASE WHEN settled THEN 'settled' ELSE 'open' END, %(entity)s,
        customer_id, 'L' || lpad(n::text, 8, '0'), '', 'en', 'EUR', 'Loaded', '', '', '', '', 30, issued_on, due_on,
        CASE WHEN settled THEN paid_on END, net, tax, net + tax, CASE WHEN settled THEN 0 ELSE net + tax END,
        'declared', %(now)s, 1, issued_on + interval '9 hours', %(now)s
    FROM item
"""
ENTRIES = """
    INSERT INTO ledger_entry
        (tenant_id, id, key, kind, legal_entity_id, effective_on, recorded_at, posting_count)
    SELECT %(tenant)s, entry_id, 'issue_invoices:' || id, 'invoice_issued', %(entity)s, issued_on, issued_on, 3
    FROM item
"""
POSTINGS = f"""
    INSERT INTO ledger_posting (tenant_id, id, entry_id, line, account, currency, amount_minor, customer_id, item_id,
        due_on, effective_on, recorded_at)
    SELECT %(tenant)s, {_made_id(3, "4 * n + line")}, entry_id, line, account, 'EUR', amount,
        posting.customer_id, item_id, posting.due_on, issued_on, issued_on
    FROM item CROSS JOIN LATERAL (VALUES
        (1, 'receivable', net + tax, item.customer_id, item.id, item.due_on),
        (2, 'revenue', -net, NULL, NULL, NULL),
        (3, 'tax_payable', -tax, NULL, NULL, NULL)
    ) posting (line, account, amount, customer_id, item_id, due_on)
"""
# A settled one is paid on its due date, or on the last day where that lies later, straight from the bank.
PAID = f"""
    CREATE TEMPORARY TABLE paid ON COMMIT DROP AS
    SELECT {_made_id(4, "n")} AS payment_id, item.* FROM item WHERE settled
"""
PAID_ENTRIES = """
    INSERT INTO ledger_entry
        (tenant_id, id, key, kind, legal_entity_id, effective_on, recorded_at, posting_count)
    SELECT %(tenant)s, payment_id, 'allocate:' || payment_id, 'credit_allocated', %(entity)s, paid_on, paid_on, 2
    FROM paid
"""
PAID_POSTINGS = f"""
    INSERT INTO ledger_posting (tenant_id, id, entry_id, line, account, currency, amount_minor, customer_id, item_id,
        effective_on, recorded_at)
    SELECT %(tenant)s, {_made_id(5, "4 * n + line")}, payment_id, line, account, 'EUR', amount,
        posting.customer_id, item_id, paid_on, paid_on
    FROM paid CROSS JOIN LATERAL (VALUES
        (1, 'bank', net + tax, NULL, NULL), (2, 'receivable', -(net + tax), paid.customer_id, paid.id)
    ) posting (line, account, amount, customer_id, item_id)
"""
BALANCES = """
    INSERT INTO ledger_balance (tenant_id, id, customer_id, account, currency, balance_minor)
    SELECT tenant_id, gen_random_uuid(), customer_id, account, currency, sum(amount_minor)::bigint FROM ledger_posting
    WHERE tenant_id = %(tenant)s AND account = 'receivable' GROUP BY tenant_id, customer_id, account, currency
    ON CONFLICT (tenant_id, customer_id, account, currency) DO UPDATE SET balance_minor = EXCLUDED.balance_minor
"""


def load_customers(
    owner: psycopg.Connection[Any], company: Company, count: int, *, hold: str = "", addressless: bool = False
) -> None:
    """Customers with a contact; one in twenty has a `hold`, and with `addressless` another one in twenty no contact."""
    values = {"hold": hold, "addressless": addressless}
    _by_chunk(owner, (CUSTOMERS, CONTACTS), count, _values(company) | values)


def load_items(
    owner: psycopg.Connection[Any],
    company: Company,
    count: int,
    *,
    customers: int,
    settled_percent: int = 0,
    until: date = TODAY,
) -> None:
    """Invoices with their entries, postings and balances, spread evenly over customers and 180 days."""
    values = _values(company) | {"customers": customers, "settled": settled_percent, "until": until}
    owner.execute("ANALYZE")
    with psycopg.ClientCursor(owner) as cursor:
        cursor.execute("DROP TABLE IF EXISTS loaded")
        cursor.execute(NUMBERED, values)
        cursor.execute("ANALYZE loaded")
    statements = [ITEMS, INVOICES, ENTRIES, POSTINGS]
    if settled_percent:
        statements += [PAID, PAID_ENTRIES, PAID_POSTINGS]
    with _without_indexes(owner):
        _by_chunk(owner, statements, count, values)
    with psycopg.ClientCursor(owner) as cursor:
        cursor.execute(BALANCES, values)
    owner.execute("VACUUM (ANALYZE)")
    owner.execute("CHECKPOINT")


@contextmanager
def _without_indexes(owner: psycopg.Connection[Any]) -> Iterator[None]:
    """Make the indexes of the large tables at the end, at once, but for those that keep rows unique."""
    made = owner.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [["invoices_invoice", "ledger_entry", "ledger_posting"]],
    ).fetchall()
    for name, _ in made:
        owner.execute(f"DROP INDEX {name}")
    yield
    owner.execute("SET maintenance_work_mem = '128MB'")
    for _, statement in made:
        owner.execute(statement)


def _values(company: Company) -> dict[str, Any]:
    return {"tenant": company.tenant_id, "entity": company.house.entity_id, "now": CLOCK.now()}


def _by_chunk(
    owner: psycopg.Connection[Any], statements: tuple[str, ...] | list[str], count: int, values: Mapping[str, Any]
) -> None:
    for first in range(0, count, CHUNK):
        with owner.transaction(), psycopg.ClientCursor(owner) as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement, {**values, "first": first, "last": min(first + CHUNK, count) - 1})
