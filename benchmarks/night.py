"""The night's decisions over 100,000 overdue customers: at most three times the floor, in under 400 MB.

Two overdue invoices each; one customer in twenty asked not to be reminded, another one has no address, which makes a
task. Saldo runs `decide_next_steps` of the night: pages of 2,000 customers, each page a transaction, with the rules in
force. The floor decides in SQL for this one night what these rules come to (first step, holds, addresses, credits,
contacts of the last fortnight, waiting reminders, payments on their way) and writes the same rows in one transaction:
reminders with their items, standings with the silence, tasks with their weight, the audit trail and the jobs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

from benchmarks.floor import JOBS, run_floor
from benchmarks.ground import compare, peak_rss_mb, result, run, timed

PAIRS = 3
MOST_MB = 400
TABLES = (
    *("collections_reminder", "collections_reminderitem", "collections_standing", "collections_task"),
    *("audit_auditrecord", "procrastinate_jobs"),
)
EMPTIED = ("collections_task", "collections_reminderitem", "collections_reminder", "collections_standing")

DEBTORS = """
    CREATE TEMPORARY TABLE debtor ON COMMIT DROP AS
    SELECT customer.id AS customer_id, contact.id AS contact_id, contact_hold AS hold,
        coalesce(contact.email, '') AS email, coalesce(contact.language, customer.language) AS language, owed.*,
        owed.minor - coalesce(credit.minor, 0) AS net,
        coalesce(recent.contacts, 0) AS contacts, coalesce(recent.waits, false) AS waits,
        contact.bounced_at IS NOT NULL AS bounces, standing.id AS standing_id, pending.customer_id IS NOT NULL AS pays
    FROM (
        SELECT customer_id AS id, sum(open_minor)::bigint AS minor, min(due_on) AS oldest_due_on,
            bool_or(delivery IN ('declared', 'accepted', 'delivered', 'opened')) AS reached,
            count(listed.invoice_id) AS listed
        FROM invoices_invoice invoice
        LEFT JOIN (
            SELECT DISTINCT item.invoice_id FROM collections_reminderitem item
            JOIN collections_reminder reminder ON reminder.tenant_id = item.tenant_id AND reminder.id = item.reminder_id
            WHERE item.tenant_id = %(tenant)s AND reminder.state IN ('sent', 'uncertain')
        ) listed ON listed.invoice_id = invoice.id
        WHERE tenant_id = %(tenant)s AND state = 'open' AND due_on < %(on)s AND kind = 'invoice'
          AND legal_entity_id = %(entity)s AND open_minor > 0
        GROUP BY customer_id
    ) owed
    JOIN customers_customer customer ON customer.tenant_id = %(tenant)s AND customer.id = owed.id
    LEFT JOIN customers_contact contact
        ON contact.tenant_id = %(tenant)s AND contact.customer_id = owed.id AND is_primary
    LEFT JOIN (
        SELECT customer_id, -sum(balance_minor)::bigint AS minor FROM ledger_balance
        WHERE tenant_id = %(tenant)s AND account = 'customer_credit' GROUP BY customer_id
    ) credit ON credit.customer_id = owed.id
    LEFT JOIN (
        SELECT customer_id, count(*) FILTER (WHERE state IN ('queued', 'sent', 'uncertain')) AS contacts,
            bool_or(state IN ('drafted', 'queued')) AS waits
        FROM collections_reminder WHERE tenant_id = %(tenant)s AND legal_entity_id = %(entity)s
          AND (business_date > %(on)s::date - 14 OR state IN ('drafted', 'queued'))
        GROUP BY customer_id
    ) recent ON recent.customer_id = owed.id
    LEFT JOIN collections_standing standing ON standing.tenant_id = %(tenant)s
        AND standing.legal_entity_id = %(entity)s AND standing.customer_id = owed.id
    LEFT JOIN (
        SELECT DISTINCT customer_id FROM payments_checkout
        WHERE tenant_id = %(tenant)s AND state = 'pending'
    ) pending ON pending.customer_id = owed.id
"""
DECIDE = """
    CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
    SELECT gen_random_uuid() AS id, debtor.customer_id, contact_id, language, minor, oldest_due_on, CASE
        WHEN hold = 'legal' THEN 'legal_hold' WHEN hold <> '' THEN 'opted_out'
        WHEN bounces THEN 'bounced' WHEN NOT reached THEN 'not_delivered' WHEN email = '' THEN 'no_address'
        WHEN pays THEN 'payment_pending' WHEN net <= 0 THEN 'nothing_to_ask' WHEN contacts >= 3 THEN 'too_many_contacts'
        WHEN waits THEN 'already_queued' ELSE '' END AS silence
    FROM debtor
"""
SUBJECT = "CREATE TEMPORARY TABLE subject ON COMMIT DROP AS SELECT * FROM decided WHERE silence = ''"
REMIND = """
    INSERT INTO collections_reminder (tenant_id, id, legal_entity_id, customer_id, contact_id, business_date, step,
        mode, state, language, subject, body, content, policy_version, stopped_because, version, created_at)
    SELECT %(tenant)s, id, %(entity)s, customer_id, contact_id, %(on)s, 1, 'automatic', 'queued', language, '', '',
        '{}', 0, '', 1, %(now)s
    FROM subject
"""
ITEMS = """
    INSERT INTO collections_reminderitem (tenant_id, id, reminder_id, invoice_id, open_minor)
    SELECT %(tenant)s, gen_random_uuid(), subject.id, invoice.id, invoice.open_minor
    FROM subject JOIN invoices_invoice invoice ON invoice.customer_id = subject.customer_id
    WHERE tenant_id = %(tenant)s AND state = 'open' AND due_on < %(on)s AND kind = 'invoice'
      AND legal_entity_id = %(entity)s AND open_minor > 0
      AND delivery IN ('declared', 'accepted', 'delivered', 'opened')
"""
STANDINGS = """
    INSERT INTO collections_standing
        (tenant_id, id, legal_entity_id, customer_id, step, silence, decided_on)
    SELECT %(tenant)s, gen_random_uuid(), %(entity)s, customer_id, 0, silence, %(on)s FROM decided WHERE silence <> ''
    ON CONFLICT (tenant_id, legal_entity_id, customer_id) DO UPDATE
    SET silence = EXCLUDED.silence, decided_on = EXCLUDED.decided_on
"""
TASKS = """
    INSERT INTO collections_task (tenant_id, id, customer_id, key, kind, state, detail, due_on, created_at, outcome,
        weight, oldest_due_on)
    SELECT %(tenant)s, gen_random_uuid(), customer_id, 'fix_address:' || customer_id || ':' || %(on)s, 'fix_address',
        'open', '', %(on)s, %(now)s, '', minor, oldest_due_on
    FROM decided WHERE silence IN ('no_address', 'bounced') ON CONFLICT (tenant_id, key) DO NOTHING
"""
AUDIT = """
    INSERT INTO audit_auditrecord (tenant_id, id, recorded_at, actor_kind, actor_name, action, subject_type,
        subject_id, after, reason)
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'system', 'night', 'take_next_steps', 'reminder', id,
        jsonb_build_object('customer_id', customer_id, 'step', 1), ''
    FROM subject
"""
DECIDING = (*(DEBTORS, DECIDE, SUBJECT, "ANALYZE subject", REMIND, ITEMS, STANDINGS, TASKS, AUDIT, JOBS),)


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """Two rows: against the floor, and how much memory grows while nine tenths of the customers are decided on."""
    from benchmarks.load import load_customers, load_items
    from benchmarks.scene import TODAY, Company, row_counts

    company = Company(1)
    load_customers(owner, company, size, hold="opted_out", addressless=True)
    load_items(owner, company, 2 * size, customers=size, until=TODAY - timedelta(days=60))  # so that all are overdue
    _empty(owner)
    pairs, memory = [], dict[int, float]()
    for _ in range(PAIRS):
        before = row_counts(owner, TABLES)
        first = _saldo(company, memory)
        between = row_counts(owner, TABLES)
        ours = {table: between[table] - before[table] for table in TABLES}
        before = _empty(owner)
        second = _floor(owner, company)
        after = row_counts(owner, TABLES)
        theirs = {table: after[table] - before[table] for table in TABLES}
        # Saldo cuts jobs at each page of 2,000 customers, the floor every 500.
        jobs = ours.pop("procrastinate_jobs") - theirs.pop("procrastinate_jobs")
        assert ours == theirs, f"Saldo wrote {ours}, the floor {theirs}"
        assert 0 <= jobs <= size // 2000 + 1, jobs
        pairs.append((first, second))
        _empty(owner)
    begun, ended = memory[min(memory)], memory[max(memory)]
    growth = result("night, memory grown after page 10", size, 0.0, limit="20 MB", met=ended - begun <= 20)
    growth |= {"name": f"night: memory {begun:.0f} MB early, {ended:.0f} MB at the end", "saldo_s": pairs[0][0]}
    return [compare("night", size, pairs, limit=3, most_rss_mb=MOST_MB), growth]


def _saldo(company: Any, memory: dict[int, float]) -> float:
    from benchmarks.scene import CLOCK, TODAY
    from saldo.runs.night import decide_next_steps, run_night

    def progress(_step: str, done: int) -> None:
        memory.setdefault(done, peak_rss_mb())

    def work() -> None:
        run_night(
            company.tenant_id,
            company.house.entity_id,
            on=TODAY,
            clock=CLOCK,
            steps=(decide_next_steps,),
            progress=progress,
        )

    return timed(work)


def _floor(owner: psycopg.Connection[Any], company: Any) -> float:
    from benchmarks.scene import CLOCK, TODAY

    values = {
        "tenant": company.tenant_id,
        "entity": company.house.entity_id,
        "on": TODAY,
        "now": CLOCK.now(),
        "tasks": ["collections.write_reminders"],
    }
    return run_floor(owner, DECIDING, values)


def _empty(owner: psycopg.Connection[Any]) -> dict[str, int]:
    """As before the night; returns the rows that stand."""
    from benchmarks.scene import row_counts, settle_down

    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(f"TRUNCATE {', '.join(EMPTIED)}")
    owner.execute("VACUUM (ANALYZE)")
    settle_down(owner)
    return row_counts(owner, TABLES)


if __name__ == "__main__":
    run(measure, size=100_000)
