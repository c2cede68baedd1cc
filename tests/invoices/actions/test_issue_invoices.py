"""Issuing: numbered, frozen, in the ledger."""

from __future__ import annotations

from datetime import date

from saldo.invoices.queries import get_invoice
from saldo.kernel.money import Money
from saldo.ledger.queries import item_balances
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued

ON = date(2026, 3, 2)


def test_an_issued_invoice_has_a_number_a_due_date_and_a_balance(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock), "1000.00", due_in=30)
    with frame_of(house.tenant_id):
        invoice = get_invoice(house.tenant_id, invoice_id)
        assert (invoice.number, invoice.issued_on, invoice.due_on) == ("FT 2026/001", ON, date(2026, 4, 1))
        assert invoice.reference == "RF36FT2026001" or invoice.reference.startswith("RF")
        assert (invoice.state, invoice.open) == ("open", Money.of("1000.00", "EUR"))
        assert item_balances(house.tenant_id, [invoice_id]) == {invoice_id: Money.of("1000.00", "EUR")}
