"""`saldo import payments`: money that came in elsewhere settles what it was for, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from saldo.kernel.clock import FixedClock
from tests.cli.conftest import Installation
from tests.cli.import_desk import CUSTOMERS, INVOICES, Desk, fates
from tests.factories.cast import House

PAYMENTS = "Customer no,Invoice no,Paid on,Amount,Currency\nC1,F-1,2026-02-01,40.00,EUR\nC2,F-2,2026-02-13,250.50,EUR\n"


@pytest.fixture
def desk(house: House, clock: FixedClock, settings, owner_connection) -> Desk:
    settings.SALDO_CLOCK = clock
    return Desk(house, owner_connection)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that has two customers and an open invoice of each."""
    assert desk.take("customers", CUSTOMERS)["ok"]
    assert desk.take("invoices", INVOICES)["ok"]
    return desk


def test_payments_settle_the_invoices_that_they_name_on_their_own_day(known: Desk) -> None:
    assert fates(known.take("payments", PAYMENTS)) == {2: "done", 3: "done"}
    state = known.ask("SELECT number, state, open_minor, settled_on::text FROM invoices_invoice ORDER BY 1")
    assert state == [("F-1", "open", 6000, None), ("F-2", "settled", 0, "2026-02-13")]
    assert known.ask("SELECT DISTINCT origin FROM payments_payment") == [("imported",)]
    assert known.count("settlement_receipt") == 0
    assert fates(known.take("payments", PAYMENTS)) == {2: "unchanged", 3: "unchanged"}
    assert known.count("payments_payment") == 2


def test_two_payments_that_look_alike_in_one_file_are_two(known: Desk) -> None:
    twins = PAYMENTS + "C1,F-1,2026-02-01,40.00,EUR\n"
    assert known.take("payments", twins)["done"] == 3
    assert known.ask("SELECT open_minor FROM invoices_invoice WHERE number = 'F-1'") == [(2000,)]
    assert known.take("payments", twins)["unchanged"] == 3
    assert known.take("payments", PAYMENTS)["unchanged"] == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("C1,F-9,2026-02-01,40.00,EUR", "unknown_invoice"),
        ("C9,F-1,2026-02-01,40.00,EUR", "unknown_customer"),
        ("C2,F-1,2026-02-01,40.00,EUR", "other_customer"),
        ("C1,F-1,2026-02-01,40.00,USD", "other_currency"),
        ("C1,F-1,2026-03-03,40.00,EUR", "date_in_future"),
        ("C1,F-1,,40.00,EUR", "missing"),
        ("C1,F-1,2026-02-01,-40.00,EUR", "not_positive"),
        (",,2026-02-01,40.00,EUR", "missing"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_by_row(known: Desk, row: str, code: str) -> None:
    told = known.take("payments", f"{PAYMENTS}{row}\n")
    assert fates(told) == {2: "done", 3: "done", 4: code}
    assert known.count("payments_payment") == 0


def test_rows_without_a_day_can_be_left_as_not_paid_yet(known: Desk) -> None:
    told = known.take("payments", PAYMENTS.replace("2026-02-01", ""), "--skip-unpaid")
    assert fates(told) == {2: "not_paid", 3: "done"}
    assert (told["exit_code"], told["unchanged"], told["done"]) == (0, 1, 1)


def test_one_file_feeds_customers_invoices_and_payments(copy: Installation, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    file.write_text(
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n"
        "A-1,0001,1/2/2013,2/1/2013,55.94,1/15/2013\nA-1,0002,1/26/2013,2/25/2013,61.7,3/3/2013\n"
    )
    for kind in ("customers", "invoices", "payments"):
        told = copy.facts("import", kind, str(file), "--currency", "USD")
        assert (told["ok"], told["done"], told["written"]) == (True, 2, True), told
    assert copy.ask("SELECT array_agg(state || ' ' || settled_on ORDER BY number) FROM invoices_invoice") == [
        "settled 2013-01-15", "settled 2013-03-03",
    ]  # fmt: skip
