"""Money that goes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotPermitted
from saldo.ledger.queries import customer_balances, open_items, prove_ledger
from saldo.payments.queries import get_payment
from saldo.settlement.actions import reverse_payments, settle_payments
from saldo.settlement.queries import allocations_of_invoices, prove_allocations, prove_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_settled


def reverse(house, frame_of, payment, *, on: date, actor=None):
    with frame_of(house.tenant_id):
        return reverse_payments([payment], on=on, reason="The cheque bounced", actor=actor or house.bob)


def test_a_reversed_payment_opens_again_what_it_settled_and_leaves_the_books(house, frame_of, clock):
    dana = make_customer(house, clock)
    first = make_issued(house, clock, dana, "100.00")
    second = make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, "230.00", method="cheque")
    clock.advance(days=4)
    assert reverse(house, frame_of, payment, on=date(2026, 3, 6)).done == [payment]
    with frame_of(house.tenant_id) as opened:
        for invoice in (first, second):
            sheet = get_invoice(house.tenant_id, invoice)
            assert (sheet.state, sheet.open, sheet.settled_on) == ("open", euros("100.00"), None)
        sheet = get_payment(house.tenant_id, payment)
        assert (sheet.state, sheet.unapplied, sheet.reversed_on) == ("reversed", euros("0.00"), date(2026, 3, 6))
        assert sheet.reversal_reason == "The cheque bounced"
        [balance] = customer_balances(house.tenant_id, [dana])[dana]
        assert (balance.receivable, balance.credit) == (euros("200.00"), euros("0.00"))
        assert all(one.reversed_on == date(2026, 3, 6) for one in allocations_of_invoices(house.tenant_id, [first]))
        assert open_items(house.tenant_id, on=date(2026, 3, 5), known_at=opened.now) == []
        assert prove_ledger(house.tenant_id).holds
        assert prove_payments(house.tenant_id).holds
        assert prove_allocations(house.tenant_id).holds


def test_reversing_twice_changes_nothing(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, "100.00")
    reverse(house, frame_of, payment, on=date(2026, 3, 2))
    assert reverse(house, frame_of, payment, on=date(2026, 3, 2)).unchanged == [payment]
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).open == euros("100.00")
        assert settle_payments([payment], on=None, actor=house.bob).refused[0].code == "reversed"
        assert prove_ledger(house.tenant_id).holds


def test_only_its_own_share_is_opened_again(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    make_settled(house, clock, dana, "30.00")
    second = make_settled(house, clock, dana, "70.00")
    reverse(house, frame_of, second, on=date(2026, 3, 2))
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).open == euros("70.00")
        assert prove_allocations(house.tenant_id).holds


@pytest.mark.parametrize(("days", "code"), [(-1, "reversed_before_received"), (1, "date_in_future")])
def test_a_day_on_which_it_cannot_have_been_is_refused(house, frame_of, clock, days, code):
    payment = make_settled(house, clock, make_customer(house, clock), "10.00")
    outcome = reverse(house, frame_of, payment, on=date(2026, 3, 2) + timedelta(days=days))
    assert [one.code for one in outcome.refused] == [code]


def test_another_tenants_payment_does_not_exist(house, charlies_house, frame_of, clock):
    payment = make_settled(house, clock, make_customer(house, clock), "10.00")
    outcome = reverse(charlies_house, frame_of, payment, on=date(2026, 3, 2))
    assert [one.code for one in outcome.refused] == ["not_found"]


def test_who_only_reads_reverses_nothing(house, frame_of, clock):
    payment = make_settled(house, clock, make_customer(house, clock), "10.00")
    with pytest.raises(NotPermitted):
        reverse(house, frame_of, payment, on=date(2026, 3, 2), actor=house.rita)
