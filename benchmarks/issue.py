"""Issue 10,000 invoices of five lines, with tax, entry and frozen content: at most three times the floor.

Twice: from drafts that stand (what `issue_invoices` does), and written and issued at once. The floor reads the same
drafts and makes everything in SQL, as sets, in one transaction: numbers from the counter under its lock, due dates and
references, the frozen content by `jsonb_build_object` (the same keys and texts), entries, postings, balances, the audit
trail, and the jobs that make the documents. Where drafts are written too it copies customers' orders into temporary
tables by COPY and computes nets and taxes in SQL. It checks nothing: no duplicates, no rules, no permissions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg

from benchmarks.floor import BALANCES, JOBS, copy_rows, run_floor
from benchmarks.ground import compare, run, timed

if TYPE_CHECKING:
    from saldo.invoices.actions import NewInvoice

PAIRS = 3
TABLES = (
    *("invoices_invoice", "invoices_invoiceline", "invoices_invoicecontent", "ledger_entry", "ledger_posting"),
    *("ledger_balance", "audit_auditrecord", "procrastinate_jobs"),
)

LOCK = """
    CREATE TEMPORARY TABLE subject ON COMMIT DROP AS
    SELECT id, row_number() OVER (ORDER BY id) AS place FROM (
        SELECT id FROM invoices_invoice
        WHERE tenant_id = %(tenant)s AND id = ANY(%(ids)s) AND state = 'draft' ORDER BY id FOR UPDATE
    ) locked
"""
NUMBER = """
    CREATE TEMPORARY TABLE counter ON COMMIT DROP AS
    WITH taken AS (
        INSERT INTO numbering_numbercounter AS counter (tenant_id, id, series_id, year, last_number, last_used_on)
        SELECT tenant_id, gen_random_uuid(), id, 2026, (SELECT count(*) FROM subject), %(on)s
        FROM numbering_numberseries WHERE tenant_id = %(tenant)s AND kind = 'invoice'
        ON CONFLICT (tenant_id, series_id, year) DO UPDATE
        SET last_number = counter.last_number + EXCLUDED.last_number, last_used_on = EXCLUDED.last_used_on
        RETURNING last_number
    )
    SELECT last_number - (SELECT count(*) FROM subject) AS before FROM taken
"""
# The check digits of ISO 11649, for references without letters other than FT (15 and 29) and RF (27 and 15).
ISSUE = """
    UPDATE invoices_invoice invoice SET
        state = 'open', number = 'FT 2026/' || digits, issued_on = %(on)s, due_on = %(on)s::date + terms_days,
        reference = 'RF' || lpad((98 - ('15292026' || digits || '271500')::numeric %% 97)::text, 2, '0')
            || 'FT2026' || digits,
        open_minor = total_minor, issued_at = %(now)s
    FROM (
        SELECT id, lpad(place::text, greatest(3, length(place::text)), '0') AS digits
        FROM (SELECT id, before + place AS place FROM subject, counter) placed
    ) numbered
    WHERE invoice.tenant_id = %(tenant)s AND invoice.id = numbered.id
"""
WORDS = """
    INSERT INTO invoices_documentwords (tenant_id, id, language, template_version, sha256, words)
    SELECT %(tenant)s, gen_random_uuid(), 'en', 'v1', 'floor', '{}'
    ON CONFLICT (tenant_id, sha256) DO NOTHING
"""
FREEZE = """
    INSERT INTO invoices_invoicecontent (tenant_id, id, invoice_id, words_id, template_version, content)
    SELECT i.tenant_id, gen_random_uuid(), i.id, words.id, 'v1', jsonb_build_object(
        'sheet', 'invoice', 'look', e.paper_look, 'accent', e.brand_colour, 'language', i.language,
        'facts', jsonb_build_object(
            'reference', i.reference, 'tax_categories', tax.categories,
            'seller', jsonb_build_object('country', e.country, 'tax_number', e.tax_id),
            'customer', jsonb_build_object('number', c.number, 'country', c.country, 'tax_number', c.tax_id)),
        'paper', jsonb_build_object(
            'number', i.number, 'date', i.issued_on, 'due_on', i.due_on, 'terms_days', i.terms_days,
            'title', i.title, 'order', i.order_number, 'currency', i.currency, 'exponent', 2,
            'template_version', 'v1', 'tax_notes', '[]'::jsonb,
            'terms', jsonb_build_array(jsonb_build_object('kind', 'late'), jsonb_build_object('kind', 'wrong')),
            'pay', jsonb_build_object('payee', e.name, 'iban', e.iban, 'bic', e.bic, 'reference', i.reference),
            'seller', jsonb_build_object(
                'name', e.name, 'short_name', e.short_name, 'mark', e.brand_mark,
                'address_lines', to_jsonb(e.address_lines), 'contact_lines', jsonb_build_array(e.email, e.phone),
                'legal_line', concat_ws(' · ', e.name, array_to_string(e.address_lines, ', '), e.tax_id)),
            'contact', jsonb_build_object(
                'name', e.accounts_name, 'role', e.accounts_role, 'email', e.email, 'phone', e.phone),
            'customer', jsonb_build_object(
                'name', c.name, 'tax_number', c.tax_id,
                'address_lines', to_jsonb(array_prepend(person.name, c.address_lines))),
            'net_total', (i.net_minor / 100.0)::numeric(18, 2)::text,
            'total', (i.total_minor / 100.0)::numeric(18, 2)::text,
            'lines', line.lines, 'taxes', tax.taxes))
    FROM subject
    JOIN invoices_invoice i ON i.tenant_id = %(tenant)s AND i.id = subject.id
    JOIN tenants_legalentity e ON e.tenant_id = i.tenant_id AND e.id = i.legal_entity_id
    JOIN customers_customer c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
    JOIN customers_contact person ON person.tenant_id = c.tenant_id AND person.customer_id = c.id AND is_primary
    JOIN invoices_documentwords words ON words.tenant_id = i.tenant_id AND words.sha256 = 'floor'
    JOIN (
        SELECT invoice_id, jsonb_agg(jsonb_build_object(
            'description', description, 'quantity', trim_scale(quantity)::text, 'unit', unit,
            'unit_price', trim_scale(unit_price)::text, 'tax', trim_scale(tax_rate)::text,
            'amount', (net_minor / 100.0)::numeric(18, 2)::text,
            'running_amount', (running / 100.0)::numeric(18, 2)::text) ORDER BY position) AS lines
        FROM (
            SELECT line.*, sum(net_minor) OVER (PARTITION BY invoice_id ORDER BY position) AS running
            FROM invoices_invoiceline line JOIN subject ON subject.id = line.invoice_id
            WHERE line.tenant_id = %(tenant)s
        ) running GROUP BY invoice_id
    ) line ON line.invoice_id = i.id
    JOIN (
        SELECT invoice_id, jsonb_agg(tax_category) AS categories, jsonb_agg(jsonb_build_object(
            'kind', 'standard', 'percent', trim_scale(tax_rate)::text, 'base', (base / 100.0)::numeric(18, 2)::text,
            'amount', round(base * tax_rate / 10000, 2)::text)) AS taxes
        FROM (
            SELECT invoice_id, tax_category, tax_rate, sum(net_minor) AS base
            FROM invoices_invoiceline line JOIN subject ON subject.id = line.invoice_id
            WHERE line.tenant_id = %(tenant)s GROUP BY invoice_id, tax_category, tax_rate
        ) based GROUP BY invoice_id
    ) tax ON tax.invoice_id = i.id
"""
ISSUED = """
    CREATE TEMPORARY TABLE issued ON COMMIT DROP AS
    SELECT gen_random_uuid() AS entry_id, invoice.* FROM invoices_invoice invoice JOIN subject USING (id)
    WHERE invoice.tenant_id = %(tenant)s
"""
ENTRIES = """
    INSERT INTO ledger_entry
        (tenant_id, id, key, kind, legal_entity_id, effective_on, recorded_at, posting_count)
    SELECT tenant_id, entry_id, 'issue_invoices:' || id, 'invoice_issued', legal_entity_id, issued_on, %(now)s, 3
    FROM issued
"""
POSTINGS = """
    CREATE TEMPORARY TABLE fresh_posting ON COMMIT DROP AS
    SELECT tenant_id, gen_random_uuid() AS id, entry_id, posting.*, currency, issued_on, %(now)s::timestamptz AS at
    FROM issued CROSS JOIN LATERAL (VALUES
        (1, 'receivable', total_minor, customer_id, issued.id, due_on),
        (2, 'revenue', -net_minor, NULL, NULL, NULL),
        (3, 'tax_payable', -tax_minor, NULL, NULL, NULL)
    ) posting (line, account, amount_minor, customer_id, item_id, due_on)
"""
POST = """
    INSERT INTO ledger_posting (tenant_id, id, entry_id, line, account, amount_minor, customer_id, item_id, due_on,
        currency, effective_on, recorded_at)
    SELECT * FROM fresh_posting
"""
AUDIT = """
    INSERT INTO audit_auditrecord (tenant_id, id, recorded_at, actor_kind, actor_id, actor_name, action, subject_type,
        subject_id, after, reason)
    SELECT tenant_id, gen_random_uuid(), %(now)s, 'person', %(actor)s, 'Alice', 'issue_invoices', 'invoice', id,
        jsonb_build_object('state', 'issued', 'number', number, 'issued_on', issued_on, 'total_minor', total_minor), ''
    FROM issued
"""
ISSUING = (
    *(LOCK, "ANALYZE subject", NUMBER, ISSUE, WORDS, FREEZE, ISSUED, ENTRIES, POSTINGS, "ANALYZE fresh_posting"),
    *(POST, BALANCES, AUDIT, JOBS),
)

STAGES = (
    "CREATE TEMPORARY TABLE new_invoice (LIKE invoices_invoice) ON COMMIT DROP",
    "CREATE TEMPORARY TABLE new_line (LIKE invoices_invoiceline) ON COMMIT DROP",
    "ALTER TABLE new_line ALTER tax_category DROP NOT NULL",
    "ALTER TABLE new_line ALTER tax_rate DROP NOT NULL, ALTER net_minor DROP NOT NULL",
)
INVOICE_COLUMNS = (
    *("tenant_id", "id", "kind", "origin", "state", "legal_entity_id", "customer_id", "reference", "language"),
    *("currency", "title", "period", "order_number", "note", "reason", "terms_days", "net_minor", "tax_minor"),
    *("total_minor", "open_minor", "delivery", "version", "created_at"),
)
LINE_COLUMNS = (
    *("tenant_id", "id", "invoice_id", "position", "description", "detail", "quantity", "unit", "unit_price"),
    *("discount_percent", "tax_code_id"),
)
TAX_LINES = """
    CREATE TEMPORARY TABLE taxed_line ON COMMIT DROP AS
    SELECT line.*, code.category, code.rate, round(quantity * unit_price * (100 - discount_percent))::bigint AS net
    FROM new_line line JOIN taxes_taxcode code ON code.tenant_id = line.tenant_id AND code.id = line.tax_code_id
"""
DRAFT = """
    INSERT INTO invoices_invoice ({columns}) SELECT {values} FROM new_invoice invoice JOIN (
        SELECT invoice_id, sum(net)::bigint AS net, sum(tax)::bigint AS tax FROM (
            SELECT invoice_id, sum(net) AS net, round(sum(net) * rate / 100) AS tax
            FROM taxed_line GROUP BY invoice_id, category, rate
        ) by_rate GROUP BY invoice_id
    ) total ON total.invoice_id = invoice.id
""".format(
    columns=", ".join(INVOICE_COLUMNS),
    values=", ".join(
        {"net_minor": "net", "tax_minor": "tax", "total_minor": "net + tax"}.get(name, name) for name in INVOICE_COLUMNS
    ),
)
DRAFT_LINES = f"""
    INSERT INTO invoices_invoiceline ({", ".join(LINE_COLUMNS)}, tax_category, tax_rate, net_minor)
    SELECT {", ".join(LINE_COLUMNS)}, category, rate, net FROM taxed_line
"""
DRAFT_AUDIT = """
    INSERT INTO audit_auditrecord (tenant_id, id, recorded_at, actor_kind, actor_id, actor_name, action, subject_type,
        subject_id, after, reason)
    SELECT tenant_id, gen_random_uuid(), %(now)s, 'person', %(actor)s, 'Alice', 'draft_invoices', 'invoice', id,
        jsonb_build_object('state', 'draft', 'total_minor', total_minor), ''
    FROM invoices_invoice WHERE tenant_id = %(tenant)s AND id = ANY(%(ids)s)
"""


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """Two rows: from drafts, and with the drafts written."""
    bench = Bench(owner)
    pairs = [
        (bench.pair(bench.saldo, bench.floor, size), bench.pair(bench.saldo_whole, bench.floor_whole, size))
        for _ in range(PAIRS)
    ]
    return [
        compare("issue", size, [one for one, _ in pairs], limit=3),
        compare("issue, drafts written too", size, [one for _, one in pairs], limit=3),
    ]


class Bench:
    """Both sides, on one company."""

    def __init__(self, owner: psycopg.Connection[Any]) -> None:
        from benchmarks.scene import Company

        self.owner, self.company = owner, Company()
        self.company.invoices(len(self.company.customers))  # so that balances and counter stand for both sides

    def pair(self, saldo: Callable[[int], float], floor: Callable[[int], float], size: int) -> tuple[float, float]:
        """Both sides' seconds; fails unless both left the same number of rows in every table."""
        from benchmarks.scene import row_counts

        before = row_counts(self.owner, TABLES)
        first = saldo(size)
        between = row_counts(self.owner, TABLES)
        second = floor(size)
        after = row_counts(self.owner, TABLES)
        for table in TABLES:
            ours, theirs = between[table] - before[table], after[table] - between[table]
            assert ours == theirs, f"{table}: Saldo wrote {ours} rows, the floor {theirs}"
        return first, second

    def saldo(self, size: int) -> float:
        """`issue_invoices` on drafts that stand."""
        return self._issue(self.company.drafts(size))

    def floor(self, size: int) -> float:
        """The statements on drafts that stand."""
        drafts = self.company.drafts(size)
        self._settle_down()
        return run_floor(self.owner, ISSUING, self._values(drafts))

    def saldo_whole(self, size: int) -> float:
        """`draft_invoices`, then `issue_invoices`, each in a transaction of its own."""
        from benchmarks.scene import CLOCK
        from saldo.base.tenants.frame import frame
        from saldo.invoices.actions import draft_invoices

        with frame(self.company.tenant_id, clock=CLOCK):
            new = self.company.new_invoices(size)
        self._settle_down()

        def work() -> None:
            with frame(self.company.tenant_id, clock=CLOCK):
                draft_invoices(new, actor=self.company.house.alice).raise_if_refused()

        return timed(work) + self._issue([one.id for one in new], settled=True)

    def floor_whole(self, size: int) -> float:
        """COPY and the statements, in one transaction."""
        from benchmarks.scene import CLOCK
        from saldo.base.tenants.frame import frame

        with frame(self.company.tenant_id, clock=CLOCK):
            new = self.company.new_invoices(size)
        values = self._values([one.id for one in new])
        self._settle_down()

        def work() -> None:
            with self.owner.transaction(), psycopg.ClientCursor(self.owner) as cursor:
                for statement in STAGES:
                    cursor.execute(statement)
                copy_rows(cursor, "new_invoice", INVOICE_COLUMNS, self._invoice_rows(new))
                copy_rows(cursor, "new_line", LINE_COLUMNS, self._line_rows(new))
                for statement in (TAX_LINES, DRAFT, DRAFT_LINES, DRAFT_AUDIT, *ISSUING):
                    cursor.execute(statement, values)

        return timed(work)

    def _issue(self, drafts: list[UUID], *, settled: bool = False) -> float:
        from benchmarks.scene import CLOCK, TODAY
        from saldo.base.tenants.frame import frame
        from saldo.invoices.actions import issue_invoices

        if not settled:
            self._settle_down()

        def work() -> None:
            with frame(self.company.tenant_id, clock=CLOCK):
                outcome = issue_invoices(drafts, on=TODAY, actor=self.company.house.alice, deliver=False)
            assert len(outcome.done) == len(drafts), outcome.refused[:3]

        return timed(work)

    def _invoice_rows(self, new: Sequence[NewInvoice]) -> Iterator[tuple[Any, ...]]:
        tenant_id, now = self.company.tenant_id, self._now
        for one in new:
            yield (
                *(tenant_id, one.id, "invoice", "written", "draft", one.legal_entity_id, one.customer_id, ""),
                *(one.language, one.currency, one.title, "", one.order_number, "", "", one.terms_days),
                *(0, 0, 0, 0, "", 1, now),
            )

    def _line_rows(self, new: Sequence[NewInvoice]) -> Iterator[tuple[Any, ...]]:
        tenant_id = self.company.tenant_id
        for one in new:
            for position, line in enumerate(one.lines, 1):
                yield (
                    *(tenant_id, uuid4(), one.id, position, line.description, "", line.quantity, line.unit),
                    *(line.unit_price, line.discount_percent, line.tax_code_id),
                )

    def _values(self, ids: list[UUID]) -> dict[str, Any]:
        from benchmarks.scene import TODAY

        return {
            "tenant": self.company.tenant_id,
            "ids": ids,
            "on": TODAY,
            "now": self._now,
            "actor": self.company.house.alice.id,
            "tasks": ["invoices.make_documents"],
        }

    @property
    def _now(self) -> datetime:
        from benchmarks.scene import CLOCK

        return CLOCK.now()

    def _settle_down(self) -> None:
        from benchmarks.scene import settle_down

        settle_down(self.owner)


if __name__ == "__main__":
    run(measure, size=10_000)
