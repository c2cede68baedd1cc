"""Two years of a real company's invoices (IBM's fabricated accounts receivable), night by night.

2,466 invoices are taken over on the days they were issued and paid on the days they were paid. Whom the first-day step
writes to has to equal, day by day, what a few lines of plain Python say over the same file. Needs SALDO_CORPUS.
"""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from saldo.collections.policies.rules import DEFAULT_RULES, Rules
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.customers.queries import customers_by_number
from saldo.invoices.actions import ImportedInvoice, import_invoices
from saldo.invoices.queries import imported_by_number
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.payments.choices import PaymentOrigin
from saldo.runs.prove import holds
from saldo.settlement.actions import receive_payments
from tests.scenarios.world import ZONE, World

CORPUS = os.environ.get("SALDO_CORPUS", "")
FILE = Path(CORPUS) / "latepay" / "ibm-watson-ar" / "WA_Fn-UseC_-Accounts-Receivable.csv"
NIGHT_AT = time(6, 0)
EVERY_DAY = Rules(
    steps=DEFAULT_RULES.steps, max_contacts=1, per_days=1, minimum_gap_days=1, freshness_days=None, keep_quiet=False
)
"""No quiet days, no gate, and no cap but the one message a day that nothing can lift."""

pytestmark = pytest.mark.skipif(not CORPUS, reason="SALDO_CORPUS is not set: the IBM file is not played")


class Row(NamedTuple):
    """What the file says about an invoice."""

    number: str
    customer: str
    issued_on: date
    due_on: date
    settled_on: date
    amount: str


def read_rows() -> list[Row]:
    with FILE.open(newline="") as file:
        return [
            Row(
                *(one["invoiceNumber"], one["customerID"], us_date(one["InvoiceDate"]), us_date(one["DueDate"])),
                *(us_date(one["SettledDate"]), one["InvoiceAmount"]),
            )
            for one in csv.DictReader(file)
        ]


def us_date(text: str) -> date:
    month, day, year = map(int, text.split("/"))
    return date(year, month, day)


def oracle(rows: list[Row]) -> dict[date, set[str]]:
    """By day: the customers with an invoice that was due the day before and is not settled on that day."""
    recipients: defaultdict[date, set[str]] = defaultdict(set)
    for row in rows:
        if row.settled_on > row.due_on + timedelta(days=1):
            recipients[row.due_on + timedelta(days=1)].add(row.customer)
    return dict(recipients)


def days_of(rows: list[Row]) -> Iterator[date]:
    day, last = min(row.issued_on for row in rows), max(row.settled_on for row in rows) + timedelta(days=2)
    while day <= last:
        yield day
        day += timedelta(days=1)


class Ledger:
    """The file's company inside Saldo."""

    def __init__(self, world: World, rows: list[Row]) -> None:
        self.world, self.house = world, world.house
        self.issued, self.settled = defaultdict(list), defaultdict(list)
        for position, row in enumerate(rows, 2):
            self.issued[row.issued_on].append((position, row))
            self.settled[row.settled_on].append(row)
        world.rules(EVERY_DAY)
        with world.frame():
            numbers = sorted({row.customer for row in rows})
            create_customers([self._customer(number) for number in numbers], actor=self.house.alice).raise_if_refused()
            self.customers = customers_by_number(self.house.tenant_id, numbers)

    def _customer(self, number: str) -> NewCustomer:
        contact = NewContact(
            name=number, email=f"{number.lower()}@example.test", salutation="", phone="", language="en"
        )
        return NewCustomer(
            id=new_id(), number=number, name=f"Company {number}", kind="business", language="en", country="", tax_id="",
            address_lines=(), currency="USD", terms_days=30, contacts=(contact,), other_names=(),
        )  # fmt: skip

    def live_through(self, day: date) -> set[str]:
        """A day: its invoices, its payments, its night. Returns whom the first-day step wrote to, by mail."""
        self.world.clock.set(datetime.combine(day, NIGHT_AT, ZoneInfo(ZONE)))
        self._issue(day)
        self._settle(day)
        self.world.night()
        mails = Counter(mail.recipients[0].address for mail in self.world.mails())
        assert max(mails.values(), default=0) <= 1, f"{day}: more than one reminder in a day: {mails}"
        return {address.split("@")[0].upper() for address in mails}

    def _issue(self, day: date) -> None:
        new = [
            ImportedInvoice(
                row_number=position, number=row.number, customer_number=row.customer, currency="USD",
                total=Money.of(row.amount, "USD"), issued_on=row.issued_on, due_on=row.due_on,
            )
            for position, row in self.issued[day]
        ]  # fmt: skip
        if new:
            with self.world.frame():
                import_invoices(new, legal_entity_id=self.house.entity_id, actor=self.house.alice).raise_if_refused()

    def _settle(self, day: date) -> None:
        rows = self.settled[day]
        if not rows:
            return
        with self.world.frame():
            sheets = imported_by_number(self.house.tenant_id, self.house.entity_id, [row.number for row in rows])
            new: list[NewPayment] = []
            items: dict[UUID, dict[UUID, Money]] = {}
            for row in rows:
                amount, payment_id = Money.of(row.amount, "USD"), new_id()
                new.append(
                    NewPayment(
                        id=payment_id, key=f"ibm:{row.number}", customer_id=self.customers[row.customer],
                        legal_entity_id=self.house.entity_id, method="transfer", amount=amount,
                        received_on=day, origin=PaymentOrigin.IMPORTED,
                    )
                )  # fmt: skip
                items[payment_id] = {sheets[row.number].id: amount}
            receive_payments(new, items=items, on=None, actor=self.house.alice).raise_if_refused()


def test_the_first_day_step_writes_to_exactly_those_whom_the_file_says(world):
    rows = read_rows()
    expected = oracle(rows)
    company = Ledger(world, rows)
    written: dict[date, set[str]] = {}
    for day in days_of(rows):
        recipients = company.live_through(day)
        assert recipients == expected.get(day, set()), day
        if recipients:
            written[day] = recipients
    assert written == expected
    assert sum(map(len, written.values())) == 807 and len(rows) == 2466  # the file is the one that is meant
    assert holds(lines := world.proof()), lines
    assert min(line.compared for line in lines if line.name != "numbers have no holes") > 0, lines
    world.expect(tasks=())  # everything is paid in the end, so nothing is left to do
