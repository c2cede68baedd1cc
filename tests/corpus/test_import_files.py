"""The sample files of the corpus that SALDO_CORPUS names, taken over whole, against plain Python over the same CSV."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.base.tenants.frame import current_frame, frame
from saldo.invoices.queries import numbers_of, prove_invoices
from saldo.kernel.clock import FixedClock
from saldo.ledger.queries import open_items, prove_ledger
from tests.cli.import_desk import Desk
from tests.factories.cast import House

FOLDER = Path(os.environ.get("SALDO_CORPUS", "")) / "latepay"
IBM = FOLDER / "ibm-watson-ar" / "WA_Fn-UseC_-Accounts-Receivable.csv"
HIGHRADIUS = FOLDER / "highradius-open-ar" / "open_invoices_shared.csv"

pytestmark = pytest.mark.skipif(
    not os.environ.get("SALDO_CORPUS"), reason="SALDO_CORPUS is not set: no sample files are taken over"
)


@pytest.fixture
def desk(house: House, clock: FixedClock, settings, owner_connection) -> Desk:
    settings.SALDO_CLOCK = clock
    return Desk(house, owner_connection)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str, pattern: str) -> date:
    return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day of a file has no zone


def test_the_ibm_file_feeds_customers_invoices_and_payments(desk: Desk, clock: FixedClock) -> None:
    content = IBM.read_bytes()
    told = desk.take("customers", content, "--email-pattern", "{customer}@example.test")
    assert (told["done"], told["refused"], told["mapping"]) == (2466, 0, {"number": "customerID"})
    assert desk.count("customers_customer") == desk.count("customers_contact") == 100
    words = ("--currency", "USD")
    for kind in ("invoices", "payments"):
        told = desk.take(kind, content, *words)
        assert (told["done"], told["refused"], told["formats"]["date_format"]) == (2466, 0, "month-first")
    check_open_balances(desk, clock)

    before = [desk.count(table) for table in ("ledger_entry", "ledger_posting", "settlement_allocation")]
    for kind, options in (("customers", ()), ("invoices", words), ("payments", words)):
        again = desk.take(kind, content, *options)
        assert (again["unchanged"], again["done"], again["written"]) == (2466, 0, False)
    assert [desk.count(table) for table in ("ledger_entry", "ledger_posting", "settlement_allocation")] == before
    assert desk.count("settlement_receipt") == 0


def check_open_balances(desk: Desk, clock: FixedClock) -> None:
    """What is open at the end of a day, and that the books prove themselves. Paid on the day itself counts as paid."""
    tenant, rows, seen = desk.house.tenant_id, rows_of(IBM), set()
    with frame(tenant, clock=clock):
        for on in (date(2012, 1, 2), date(2012, 6, 30), date(2013, 1, 15), date(2013, 12, 31), date(2026, 3, 1)):
            expected: dict[str, Decimal] = defaultdict(Decimal)
            for row in rows:
                issued, settled = (day(row[name], "%m/%d/%Y") for name in ("InvoiceDate", "SettledDate"))
                if issued <= on < settled:
                    expected[row["invoiceNumber"]] += Decimal(row["InvoiceAmount"])
            found = open_items(tenant, on=on, known_at=current_frame().now)
            numbers = numbers_of(tenant, [item.item_id for item in found])
            assert {numbers[item.item_id]: item.open.decimal for item in found} == expected
            seen.add(len(found))
        assert len(seen) > 2, "the days differ, or the comparison would prove nothing"
        assert seen & {0}, "in the end everything is paid"
        ledger = prove_ledger(tenant)
        assert ledger.entries == 3 * 2466
        assert ledger.holds
        invoices = prove_invoices(tenant)
        assert invoices.invoices == 2466
        assert invoices.holds


def test_of_the_highradius_file_exactly_the_impossible_rows_are_refused(desk: Desk) -> None:
    rows = list(enumerate(rows_of(HIGHRADIUS), 2))
    too_fine = {number for number, row in rows if len(row["converted_usd"].partition(".")[2]) > 2}
    too_early = {
        number for number, row in rows if day(row["due_in_date"], "%d-%m-%Y") < day(row["posting_date"], "%d-%m-%Y")
    }
    content, words = HIGHRADIUS.read_bytes(), ("--currency", "USD", "--create-customers")
    told = desk.take("invoices", content, *words)
    codes: dict[str, set[int]] = defaultdict(set)
    for row in told["rows"]:
        codes[row["code"]].add(row["row"])
    assert codes["too_many_decimals"] == too_fine
    assert codes["due_before_issue"] == too_early - too_fine
    assert set(codes) == {None, "too_many_decimals", "due_before_issue"}
    assert (told["exit_code"], desk.count("invoices_invoice"), desk.count("customers_customer")) == (1, 0, 0)

    told = desk.take("invoices", content, *words, "--take-good-rows")
    sound = [row for number, row in rows if number not in too_fine | too_early]
    assert told["done"] == desk.count("invoices_invoice") == len(sound)
    total = sum(Decimal(row["converted_usd"]) for row in sound)
    assert desk.ask("SELECT sum(open_minor) FROM invoices_invoice")[0][0] == total * 100


def test_a_customer_number_with_several_names_is_one_customer(desk: Desk) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(HIGHRADIUS):
        if row["name_customer"].strip() not in names[row["cust_number"]]:
            names[row["cust_number"]].append(row["name_customer"].strip())
    assert max(map(len, names.values())) > 1
    assert desk.take("customers", HIGHRADIUS.read_bytes())["refused"] == 0
    assert dict(desk.ask("SELECT number, name FROM customers_customer")) == {
        one: kept[0] for one, kept in names.items()
    }
    others = desk.ask(
        "SELECT number, other.name FROM customers_customername AS other JOIN customers_customer AS customer"
        " ON customer.tenant_id = other.tenant_id AND customer.id = other.customer_id"
    )
    assert sorted(others) == sorted((one, name) for one, kept in names.items() for name in kept[1:])
