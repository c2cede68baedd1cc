from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from saldo.base.files.policies.read_table import Row, Table
from saldo.base.tenants.frame import current_frame
from saldo.customers.actions import import_customers
from saldo.customers.policies.customer_columns import email_by_pattern
from saldo.customers.policies.read_customer_rows import CustomerRow
from saldo.imports.policies.row_fates import DONE, REFUSED, UNCHANGED, Fate, Import, Issuer, Report
from saldo.invoices.actions import import_invoices
from saldo.invoices.policies.check_imported import check_imported
from saldo.invoices.policies.new_invoice import ImportedInvoice
from saldo.invoices.policies.read_invoice_rows import InvoiceRows, column_of
from saldo.invoices.queries import numbers_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.settlement.actions import import_payments
from saldo.settlement.policies.read_payment_rows import PaymentRows

CHUNK_ROWS = 5_000

Advance = Callable[[int], None]
Taker = Callable[[Sequence[Row], Actor], "list[Fate]"]


def take_rows(wanted: Import, *, actor: Actor, advance: Advance) -> Report:
    """Take the whole file within the frame, refused rows left out, and report every row's fate.

    Nothing is committed here: whoever opened the frame keeps it or rolls it back, as `is_to_be_kept` says. `advance`
    is told how many rows were looked at.
    """
    report = Report()
    take = _taker(wanted, current_frame().now)
    for chunk in _chunks(wanted.table.rows()):
        report.fates += _fates_of_chunk(chunk, take, actor)
        advance(len(chunk))
    return report


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK_ROWS)):
        yield chunk


def _fates_of_chunk(chunk: Sequence[Row], take: Taker, actor: Actor) -> list[Fate]:
    readable = [row for row in chunk if row.refusal is None]
    fates = [*_refused(row.refusal for row in chunk if row.refusal), *take(readable, actor)]
    return sorted(fates, key=lambda one: one.row)


def _refused(refusals: Iterable[Refusal]) -> Iterator[Fate]:
    for one in refusals:
        yield Fate(one.item, REFUSED, one.field, one.code, one.sentence)


def _fates(outcome: Outcome[int]) -> list[Fate]:
    return [
        *(Fate(row, DONE) for row in outcome.done),
        *(Fate(row, UNCHANGED) for row in outcome.unchanged),
        *_refused(outcome.refused),
    ]


def _taker(wanted: Import, now: datetime) -> Taker:
    if wanted.kind == "customers":
        return _CustomerTaker(_Picker(wanted.table, wanted.columns), wanted.email_pattern)
    assert wanted.issuer is not None, "Invoices and payments belong to an issuer."
    if wanted.kind == "invoices":
        return _InvoiceTaker(wanted, wanted.issuer, now)
    return _PaymentTaker(wanted, wanted.issuer)


class _Picker:
    """Cells by field."""

    def __init__(self, table: Table, columns: Mapping[str, str]) -> None:
        self._places = [(name, table.header.index(column)) for name, column in columns.items()]

    def __call__(self, row: Row) -> dict[str, str]:
        return {name: row.cells[place] for name, place in self._places}


@dataclass(slots=True)
class _CustomerTaker:
    pick: _Picker
    email_pattern: str

    def __call__(self, rows: Sequence[Row], actor: Actor) -> list[Fate]:
        return _fates(import_customers([self.row_of(row) for row in rows], actor=actor))

    def row_of(self, row: Row) -> CustomerRow:
        values = self.pick(row)
        if self.email_pattern and values.get("number") and not values.get("email"):
            values["email"] = email_by_pattern(self.email_pattern, values["number"])
        return CustomerRow(row.number, values)


class _InvoiceTaker:
    def __init__(self, wanted: Import, issuer: Issuer, now: datetime) -> None:
        self._pick = _Picker(wanted.table, wanted.columns)
        self._reader = InvoiceRows(wanted.format)
        self._issuer = issuer
        self._today = business_date(now, issuer.time_zone)
        self._customers: _CustomerTaker | None = None
        if wanted.customer_columns is not None:
            self._customers = _CustomerTaker(_Picker(wanted.table, wanted.customer_columns), wanted.email_pattern)

    def __call__(self, rows: Sequence[Row], actor: Actor) -> list[Fate]:
        read, refused = self._reader.read((row.number, self._pick(row)) for row in rows)
        fates = list(_refused(refused))
        if self._customers is not None:
            read = self._bring_customers(rows, read, fates, actor)
        outcome = import_invoices(read, legal_entity_id=self._issuer.id, actor=actor)
        return fates + self._fates_of(read, outcome, actor)

    def _bring_customers(
        self, rows: Sequence[Row], read: list[ImportedInvoice], fates: list[Fate], actor: Actor
    ) -> list[ImportedInvoice]:
        """Make the customers of the rows that can become invoices; return those rows."""
        assert self._customers is not None
        faults = [found for one in read if (found := check_imported(one, customer_known=True, today=self._today))]
        unsound = {one.item for one in faults}
        sound = {one.row_number for one in read} - unsound
        brought = [self._customers.row_of(row) for row in rows if row.number in sound]
        refused = import_customers(brought, actor=actor).refused
        fates += _refused([replace(one, field=column_of(one.field)) for one in faults])
        fates += _refused(refused)
        lost = unsound | {one.item for one in refused}
        return [one for one in read if one.row_number not in lost]

    def _fates_of(self, read: Sequence[ImportedInvoice], outcome: Outcome[UUID], actor: Actor) -> list[Fate]:
        """The action speaks of invoices, the file of rows: what is neither refused nor known from before is done."""
        known = set(numbers_of(actor.tenant_id, outcome.unchanged).values())
        refused = {one.item: one for one in outcome.refused}
        fates = []
        for one in read:
            if fault := refused.get(one.row_number):
                fates.append(Fate(one.row_number, REFUSED, column_of(fault.field), fault.code, fault.sentence))
            else:
                fates.append(Fate(one.row_number, UNCHANGED if one.number.strip() in known else DONE))
        return fates


class _PaymentTaker:
    def __init__(self, wanted: Import, issuer: Issuer) -> None:
        self._pick = _Picker(wanted.table, wanted.columns)
        self._reader = PaymentRows(wanted.format, str(issuer.id), wanted.skips_unpaid)
        self._issuer = issuer

    def __call__(self, rows: Sequence[Row], actor: Actor) -> list[Fate]:
        read, unpaid, refused = self._reader.read((row.number, self._pick(row)) for row in rows)
        waiting = "There is no day of payment: it is not paid yet."
        return [
            *_refused(refused),
            *(Fate(row, UNCHANGED, "received_on", "not_paid", waiting) for row in unpaid),
            *_fates(import_payments(read, legal_entity_id=self._issuer.id, actor=actor)),
        ]
