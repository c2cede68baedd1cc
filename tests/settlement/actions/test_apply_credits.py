"""Credit notes and what is held for a customer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from saldo.invoices.actions import CreditRequest, credit_invoices
from saldo.invoices.queries import get_invoice
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, prove_ledger
from saldo.settlement.actions import apply_credits, use_credits
from saldo.settlement.queries import prove_allocations, prove_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_settled

ON = date(2026, 3, 2)


def credit(house, frame_of, invoice, amount: str) -> UUID:
    with frame_of(house.tenant_id):
        request = CreditRequest(new_id(), invoice, euros(amount), "The bread was stale")
        return credit_invoices([request], on=ON, actor=house.alice).only()


def test_a_credit_note_settles_the_invoice_that_it_corrects(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    note = credit(house, frame_of, invoice, "40.00")
    with frame_of(house.tenant_id):
        assert apply_credits([note], on=None, actor=house.night).done == [note]
        assert get_invoice(house.tenant_id, invoice).open == euros("60.00")
        assert get_invoice(house.tenant_id, note).open == euros("0.00")
        assert apply_credits([note], on=None, actor=house.night).unchanged == [note]
        assert prove_allocations(house.tenant_id).holds
        assert prove_ledger(house.tenant_id).holds


def test_a_credit_note_of_a_paid_invoice_is_credit_until_somebody_uses_it(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    make_settled(house, clock, dana, "120.00")
    note = credit(house, frame_of, invoice, "40.00")
    other = make_issued(house, clock, dana, "100.00")
    with frame_of(house.tenant_id):
        assert apply_credits([note], on=None, actor=house.night).unchanged == [note]
        assert customer_balances(house.tenant_id, [dana])[dana][0].credit == euros("60.00")
        assert use_credits([dana], on=ON, actor=house.bob).done == [dana]
        assert get_invoice(house.tenant_id, other).open == euros("40.00")
        assert use_credits([dana], on=ON, actor=house.bob).unchanged == [dana]
        assert prove_allocations(house.tenant_id).holds
        assert prove_payments(house.tenant_id).holds


def test_an_invoice_or_another_tenants_credit_note_is_refused(house, charlies_house, frame_of, clock):
    invoice = make_issued(house, clock, make_customer(house, clock), "100.00")
    note = credit(house, frame_of, invoice, "40.00")
    with frame_of(house.tenant_id):
        assert apply_credits([invoice], on=None, actor=house.night).refused[0].code == "not_found"
    with frame_of(charlies_house.tenant_id):
        assert apply_credits([note], on=None, actor=charlies_house.night).refused[0].code == "not_found"
