"""A proof that cannot fail proves nothing: each line is shown to find what was tampered with."""

from __future__ import annotations

import pytest

from saldo.runs.night import seal_trail
from saldo.runs.prove import holds


@pytest.fixture
def books(world):
    """An invoice of each kind, paid in part, with a sealed trail."""
    world.pay(world.invoice("100.00 EUR", due_in=-1), amount="30.00 EUR")
    world.invoice("200.00 EUR", issued=True)
    world.advance(days=1)
    world.night(steps=(seal_trail,))
    return world


def wrong(world):
    return {line.name for line in world.proof() if line.wrong}


def test_honest_books_hold_and_every_line_has_compared_something(books):
    lines = books.proof()
    assert holds(lines), lines
    assert all(line.compared for line in lines), lines


def test_nothing_compared_is_not_a_proof(world):
    assert not holds(world.proof())


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE invoices_invoice SET open_minor = open_minor - 1 WHERE open_minor > 0",
            "open amounts equal the ledger",
        ),
        ("UPDATE invoices_invoice SET net_minor = net_minor - 1 WHERE origin = 'written'", "totals equal their lines"),
        ("UPDATE ledger_balance SET balance_minor = balance_minor + 1", "balances equal their postings"),
        ("UPDATE ledger_posting SET amount_minor = amount_minor + 1", "entries balance"),
        ("DELETE FROM ledger_posting WHERE line = 1", "entries are complete"),
        ("UPDATE payments_payment SET unapplied_minor = 1", "unapplied money equals the ledger"),
        ("UPDATE settlement_allocation SET amount_minor = amount_minor - 1", "allocations add up"),
        ("UPDATE audit_auditrecord SET reason = 'nothing happened'", "audit records match their seals"),
        ("UPDATE numbering_numbercounter SET last_number = last_number + 1", "numbers have no holes"),
        ("DELETE FROM invoices_invoicecontent", "documents have their content"),
    ],
)
def test_what_was_tampered_with_is_found(books, owner_connection, statement, found):
    with owner_connection.transaction():
        owner_connection.execute("SET LOCAL session_replication_role = replica")  # the owner, past every trigger
        owner_connection.execute(statement)
    assert found in wrong(books)
