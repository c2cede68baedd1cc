"""The traps of money (product/traps.md, D) that no other test names.

52: tests/taxes/policies/test_compute_totals.py; 51: tests/kernel/test_money.py; 55: tests/settlement/test_histories.py.
Amounts in a base currency, and so exchange differences, do not exist yet (53, 54).
"""

from __future__ import annotations

import pytest

from saldo.invoices.queries import get_invoice
from saldo.kernel.money import Money
from saldo.ledger.queries import customer_balances


@pytest.mark.parametrize("total", ["100.00", "1000.00", "0.05", "99.98"])
def test_trap_50_three_parts_of_an_invoice_leave_no_cent_that_keeps_it_overdue(world, total):
    invoice = world.invoice(f"{total} EUR", due_in=-5)
    for part in Money.of(total, "EUR").allocate([1, 1, 1]):
        world.pay(invoice, amount=f"{part.decimal} EUR")
    with world.frame():
        assert get_invoice(world.house.tenant_id, invoice).state == "settled"
    world.night()
    world.expect(mails=0, open="0.00 EUR", proof=True)


def test_trap_50_a_cent_that_is_really_missing_is_open_and_said(world):
    invoice = world.invoice("100.00 EUR", due_in=-5)
    world.pay(invoice, amount="99.99 EUR")
    world.expect(open="0.01 EUR", proof=True)


def test_trap_56_credit_is_shown_as_credit_and_never_as_debt(world):
    invoice = world.invoice("100.00 EUR")
    world.pay(invoice, amount="160.00 EUR")
    with world.frame():
        (balance,) = customer_balances(world.house.tenant_id, [world.dana])[world.dana]
    assert (balance.receivable, balance.credit) == (Money.zero("EUR"), Money.of("60.00", "EUR"))
    assert balance.net == Money.of("-60.00", "EUR")
