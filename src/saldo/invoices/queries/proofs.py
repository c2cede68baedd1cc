"""Whether the invoices hold: against the ledger, their lines, their documents and their number series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.base.numbering.queries import list_counters
from saldo.invoices.choices import InvoiceKind
from saldo.kernel.journal import Account
from saldo.ledger.queries import item_balances

CHUNK = 10_000
"""Invoices compared with the ledger at a time, so that memory stays flat."""


class InvoiceProof(NamedTuple):
    """How many issued documents were compared, and how many of them do not hold."""

    invoices: int
    open_wrong: int
    totals_wrong: int
    contents_missing: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not (self.open_wrong or self.totals_wrong or self.contents_missing)


class SequenceProof(NamedTuple):
    """How many series and numbers were compared; `broken` names those that have holes or numbers of nobody."""

    series: int
    numbers: int
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether no number is missing and none is too many."""
        return not self.broken


_ISSUED = """
    SELECT id, kind, open_minor FROM invoices_invoice
    WHERE tenant_id = %s AND state <> 'draft' AND id > %s ORDER BY id LIMIT %s
"""
# A credit in part may differ from rate times base by a minor unit in each of its taxes (policies.credit).
_DOCUMENTS = """
    SELECT count(*) FILTER (WHERE invoice.net_minor + invoice.tax_minor <> invoice.total_minor
             OR (invoice.origin = 'written' AND (
                    sums.net_minor IS DISTINCT FROM invoice.net_minor
                    OR abs(sums.tax_minor - invoice.tax_minor) >
                       CASE WHEN invoice.kind = 'credit_note' THEN sums.taxes ELSE 0 END))),
           count(*) FILTER (WHERE invoice.origin = 'written' AND invoice.state <> 'draft' AND content.id IS NULL)
    FROM invoices_invoice AS invoice
    LEFT JOIN (
        SELECT invoice_id, sum(base_minor) AS net_minor, count(*) AS taxes,
               sum(round(base_minor * tax_rate / 100)) AS tax_minor
        FROM (
            SELECT invoice_id, tax_rate, sum(net_minor) AS base_minor FROM invoices_invoiceline
            WHERE tenant_id = %(tenant_id)s GROUP BY invoice_id, tax_category, tax_rate
        ) AS by_tax GROUP BY invoice_id
    ) AS sums ON sums.invoice_id = invoice.id
    LEFT JOIN invoices_invoicecontent AS content
      ON content.tenant_id = invoice.tenant_id AND content.invoice_id = invoice.id
    WHERE invoice.tenant_id = %(tenant_id)s
"""
_SERIES = """
    SELECT count(*), count(DISTINCT counted), min(counted), max(counted) FROM (
        SELECT CASE WHEN number ~ %(pattern)s THEN substring(number FROM %(pattern)s)::bigint END AS counted
        FROM invoices_invoice
        WHERE tenant_id = %(tenant_id)s AND legal_entity_id = %(legal_entity_id)s AND kind = %(kind)s
          AND origin = 'written' AND state <> 'draft'
          AND (%(year)s = 0 OR extract(year FROM issued_on) = %(year)s)
    ) AS numbers
"""
_NUMBERED_KINDS = (InvoiceKind.INVOICE.value, InvoiceKind.CREDIT_NOTE.value)


def prove_invoices(tenant_id: UUID) -> InvoiceProof:
    """Compare every issued document with the ledger, every sum with its lines, and look for its frozen content."""
    compared = wrong = 0
    for rows in _issued(tenant_id):
        compared += len(rows)
        wrong += _wrong_open(tenant_id, rows)
    with connection.cursor() as cursor:
        cursor.execute(_DOCUMENTS, {"tenant_id": tenant_id})
        return InvoiceProof(compared, wrong, *cursor.fetchone())


def _issued(tenant_id: UUID) -> Iterator[list[tuple[Any, ...]]]:
    last_id = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_ISSUED, [tenant_id, last_id, CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last_id = rows[-1][0]


def _wrong_open(tenant_id: UUID, rows: list[tuple[Any, ...]]) -> int:
    wrong = 0
    for kind, account, sign in (
        (InvoiceKind.INVOICE, Account.RECEIVABLE, 1),
        (InvoiceKind.CREDIT_NOTE, Account.CUSTOMER_CREDIT, -1),
    ):
        items = {row[0]: row[2] for row in rows if row[1] == kind}
        balances = item_balances(tenant_id, list(items), account=account) if items else {}
        wrong += sum(
            sign * (balances[item].minor if item in balances else 0) != open_minor for item, open_minor in items.items()
        )
    return wrong


def prove_sequences(tenant_id: UUID) -> SequenceProof:
    """Count every series of invoices and credit notes from 1 to its counter: no hole, no number of another series."""
    series = numbers = 0
    broken = []
    for counter in list_counters(tenant_id):
        if counter.series.kind not in _NUMBERED_KINDS:
            continue
        values: dict[str, Any] = {
            "tenant_id": tenant_id,
            "legal_entity_id": counter.series.legal_entity_id,
            "kind": counter.series.kind,
            "year": counter.year,
            "pattern": _number_regex(counter.series.pattern, counter.year),
        }
        with connection.cursor() as cursor:
            cursor.execute(_SERIES, values)
            count, distinct, first, last = cursor.fetchone()
        series += 1
        numbers += count
        if (count, distinct, first, last) != (counter.last_number, counter.last_number, 1, counter.last_number):
            broken.append(f"{counter.series.kind} {counter.series.pattern} {counter.year or ''}".strip())
    return SequenceProof(series, numbers, tuple(broken))


def _number_regex(pattern: str, year: int) -> str:
    """A PostgreSQL expression whose one group is the number of `pattern` in a year."""
    head, _, rest = pattern.partition("{number")
    tail = rest.partition("}")[2]
    head, tail = (part.replace("{year}", str(year)) for part in (head, tail))
    return f"^{_escaped(head)}([0-9]+){_escaped(tail)}$"


def _escaped(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{sign}" for sign in text)
