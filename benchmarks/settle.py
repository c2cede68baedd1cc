"""Settle 10,000 payments: at most three times the floor.

A thousand customers with ten open invoices and ten payments each, whose amounts do not match one to one, so that about
half the payments settle two invoices. The floor does the same in SQL, as sets, in one transaction: it locks payments
and invoices, lays both side by side as running sums per customer (earliest due first), and writes allocations, open
amounts, what is left of the payments, entries, postings, balances, the audit trail and the jobs that follow.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg

from benchmarks.floor import BALANCES, JOBS, run_floor
from benchmarks.ground import compare, run, timed

PAIRS = 3
TABLES = (
    *("settlement_allocation", "ledger_entry", "ledger_posting", "ledger_balance"),
    *("audit_auditrecord", "procrastinate_jobs"),
)
TASKS = ["settlement.issue_receipts", "collections.stop_reminders"]

LOCK = """
    CREATE TEMPORARY TABLE subject ON COMMIT DROP AS
    SELECT id, customer_id, legal_entity_id, currency, unapplied_minor, received_on FROM payments_payment
    WHERE tenant_id = %(tenant)s AND id = ANY(%(ids)s) AND state = 'received' ORDER BY id FOR UPDATE
"""
LOCK_INVOICES = """
    CREATE TEMPORARY TABLE target ON COMMIT DROP AS
    SELECT id, customer_id, legal_entity_id, currency, open_minor, due_on, issued_on FROM invoices_invoice
    WHERE tenant_id = %(tenant)s AND state = 'open' AND kind = 'invoice'
      AND customer_id IN (SELECT customer_id FROM subject) ORDER BY id FOR UPDATE
"""
# Two stretches of money on one line overlap: so much of the payment settles so much of the invoice.
PLAN = """
    CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
    WITH money AS (
        SELECT *, sum(unapplied_minor) OVER pot AS until FROM subject WHERE unapplied_minor > 0
        WINDOW pot AS (PARTITION BY customer_id, legal_entity_id, currency ORDER BY id)
    ), debt AS (
        SELECT *, sum(open_minor) OVER pot AS until FROM target
        WINDOW pot AS (PARTITION BY customer_id, legal_entity_id, currency ORDER BY due_on, issued_on, id)
    )
    SELECT gen_random_uuid() AS id, money.id AS payment_id, debt.id AS invoice_id,
        customer_id, legal_entity_id, currency, greatest(received_on, issued_on) AS day,
        (least(money.until, debt.until)
            - greatest(money.until - unapplied_minor, debt.until - open_minor))::bigint AS minor
    FROM money JOIN debt USING (customer_id, legal_entity_id, currency)
    WHERE money.until > debt.until - open_minor AND debt.until > money.until - unapplied_minor
"""
ALLOCATE = """
    INSERT INTO settlement_allocation
        (tenant_id, id, payment_id, invoice_id, currency, amount_minor, allocated_on, created_at)
    SELECT %(tenant)s, id, payment_id, invoice_id, currency, minor, day, %(now)s FROM plan
"""
INVOICES = """
    UPDATE invoices_invoice invoice SET open_minor = open_minor - paid,
        state = CASE WHEN open_minor = paid THEN 'settled' ELSE 'open' END,
        settled_on = CASE WHEN open_minor = paid THEN day END
    FROM (SELECT invoice_id, sum(minor)::bigint AS paid, max(day) AS day FROM plan GROUP BY invoice_id) sums
    WHERE invoice.tenant_id = %(tenant)s AND invoice.id = sums.invoice_id
"""
PAYMENTS = """
    UPDATE payments_payment payment SET unapplied_minor = unapplied_minor - used
    FROM (SELECT payment_id, sum(minor)::bigint AS used FROM plan GROUP BY payment_id) sums
    WHERE payment.tenant_id = %(tenant)s AND payment.id = sums.payment_id
"""
ENTRIES = """
    INSERT INTO ledger_entry
        (tenant_id, id, key, kind, legal_entity_id, effective_on, recorded_at, posting_count)
    SELECT %(tenant)s, id, 'allocate:' || id, 'credit_allocated', legal_entity_id, day, %(now)s, 2 FROM plan
"""
POSTINGS = """
    CREATE TEMPORARY TABLE fresh_posting ON COMMIT DROP AS
    SELECT gen_random_uuid() AS id, plan.id AS entry_id, posting.*, customer_id, currency, day FROM plan
    CROSS JOIN LATERAL (VALUES
        (1, 'customer_credit', minor, payment_id), (2, 'receivable', -minor, invoice_id)
    ) posting (line, account, amount_minor, item_id)
"""
POST = """
    INSERT INTO ledger_posting (tenant_id, id, entry_id, line, account, amount_minor, item_id, customer_id, currency,
        effective_on, recorded_at)
    SELECT %(tenant)s, *, %(now)s FROM fresh_posting
"""
AUDIT = """
    INSERT INTO audit_auditrecord (tenant_id, id, recorded_at, actor_kind, actor_name, action, subject_type,
        subject_id, after, reason)
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'system', 'night', 'settle_payments', 'allocation', id,
        jsonb_build_object('payment', payment_id, 'invoice', invoice_id,
            'amount', currency || ' ' || (minor / 100.0)::numeric(18, 2)), ''
    FROM plan
"""
SETTLED = """
    INSERT INTO audit_auditrecord (tenant_id, id, recorded_at, actor_kind, actor_name, action, subject_type,
        subject_id, before, after, reason)
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'system', 'night', 'change_open_amounts', 'invoice', target.id,
        '{"state": "open"}', '{"state": "settled"}', ''
    FROM target
    JOIN (SELECT invoice_id, sum(minor) AS paid FROM plan GROUP BY invoice_id) sums ON invoice_id = target.id
    WHERE paid = open_minor
"""
SETTLING = (
    *(LOCK, "ANALYZE subject", LOCK_INVOICES, "ANALYZE target", PLAN, "ANALYZE plan", ALLOCATE, INVOICES, PAYMENTS),
    *(ENTRIES, POSTINGS, "ANALYZE fresh_posting", POST, BALANCES, AUDIT, SETTLED, JOBS),
)


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """One row."""
    from benchmarks.scene import Company, row_counts

    company = Company(max(10, size // 10))
    pairs = []
    for _ in range(PAIRS):
        payments, others = _payments(company, size), _payments(company, size)
        before = row_counts(owner, TABLES)
        first = _saldo(owner, company, payments)
        between = row_counts(owner, TABLES)
        second = _floor(owner, company, others)
        after = row_counts(owner, TABLES)
        for table in TABLES:
            ours, theirs = between[table] - before[table], after[table] - between[table]
            assert ours == theirs, f"{table}: Saldo wrote {ours} rows, the floor {theirs}"
        pairs.append((first, second))
    return [compare("settle", size, pairs, limit=3)]


def _payments(company: Any, size: int) -> list[UUID]:
    """Open invoices, and payments that add up to them customer by customer."""
    from benchmarks.scene import CLOCK, TODAY
    from saldo.base.tenants.frame import frame
    from saldo.invoices.queries import lock_invoices
    from saldo.kernel.money import Money
    from saldo.payments.actions import record_payments
    from tests.factories.payments import new_payment

    invoices = company.invoices(size)
    with frame(company.tenant_id, clock=CLOCK):
        sheets = lock_invoices(company.tenant_id, invoices)
        new, turn = [], dict[UUID, int]()
        for one in invoices:
            sheet = sheets[one]
            turn[sheet.customer_id] = -turn.get(sheet.customer_id, 500)
            amount = Money(sheet.total_minor + turn[sheet.customer_id], "EUR")
            new.append(new_payment(company.house, sheet.customer_id, money=amount, received_on=TODAY))
        return record_payments(new, actor=company.house.alice).done


def _saldo(owner: psycopg.Connection[Any], company: Any, payments: list[UUID]) -> float:
    from benchmarks.scene import CLOCK, settle_down
    from saldo.base.tenants.frame import frame
    from saldo.settlement.actions import settle_payments

    settle_down(owner)

    def work() -> None:
        with frame(company.tenant_id, clock=CLOCK):
            outcome = settle_payments(payments, on=None, actor=company.house.night)
        assert len(outcome.done) == len(payments), outcome.refused[:3]

    return timed(work)


def _floor(owner: psycopg.Connection[Any], company: Any, payments: list[UUID]) -> float:
    from benchmarks.scene import CLOCK, settle_down

    settle_down(owner)
    values = {"tenant": company.tenant_id, "ids": payments, "now": CLOCK.now(), "tasks": TASKS}
    return run_floor(owner, SETTLING, values)


if __name__ == "__main__":
    run(measure, size=10_000)
