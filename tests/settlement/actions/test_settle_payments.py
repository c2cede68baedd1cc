"""Money meets invoices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotPermitted, Refused
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, prove_ledger
from saldo.payments.queries import get_payment
from saldo.settlement.actions import receive_payments, settle_payments
from saldo.settlement.queries import allocations_of_payments, prove_allocations, prove_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_payment, make_settled, new_payment


def expect_proofs(house, frame_of):
    with frame_of(house.tenant_id):
        assert prove_ledger(house.tenant_id).holds
        assert prove_payments(house.tenant_id).holds
        assert prove_allocations(house.tenant_id).holds


def test_a_payment_of_the_whole_settles_the_invoice_and_the_books_say_so(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "1000.00")
    payment = make_settled(house, clock, dana, "1000.00")
    with frame_of(house.tenant_id):
        sheet = get_invoice(house.tenant_id, invoice)
        assert (sheet.state, sheet.open, sheet.settled_on) == ("settled", euros("0.00"), date(2026, 3, 2))
        assert get_payment(house.tenant_id, payment).unapplied == euros("0.00")
        assert customer_balances(house.tenant_id, [dana])[dana] == []
    expect_proofs(house, frame_of)


def test_two_halves_settle_an_invoice_and_the_first_leaves_the_other_open(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    make_settled(house, clock, dana, "50.00")
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).open == euros("50.00")
    make_settled(house, clock, dana, "50.00")
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).state == "settled"
    expect_proofs(house, frame_of)


def test_what_is_said_comes_first_and_the_rest_goes_to_what_fell_due_first(house, frame_of, clock):
    dana = make_customer(house, clock)
    late = make_issued(house, clock, dana, "100.00", due_in=10)
    later = make_issued(house, clock, dana, "100.00", due_in=20)
    said = make_issued(house, clock, dana, "100.00", due_in=30)
    make_settled(house, clock, dana, "180.00", items={said: euros("60.00")})
    with frame_of(house.tenant_id):
        left = [get_invoice(house.tenant_id, one).open for one in (late, later, said)]
    assert left == [euros("0.00"), euros("80.00"), euros("40.00")]
    expect_proofs(house, frame_of)


def test_what_is_paid_too_much_stays_credit_and_a_later_invoice_can_use_it(house, frame_of, clock):
    dana = make_customer(house, clock)
    make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, "130.00")
    with frame_of(house.tenant_id):
        [balance] = customer_balances(house.tenant_id, [dana])[dana]
        assert (balance.receivable, balance.credit) == (euros("0.00"), euros("30.00"))
    clock.advance(days=5)
    second = make_issued(house, clock, dana, "100.00")
    with frame_of(house.tenant_id):
        assert settle_payments([payment], on=date(2026, 3, 7), actor=house.bob).done == [payment]
        assert get_invoice(house.tenant_id, second).open == euros("70.00")
        assert get_payment(house.tenant_id, payment).unapplied == euros("0.00")
    expect_proofs(house, frame_of)


def test_money_said_for_a_settled_invoice_goes_on_to_the_next(house, frame_of, clock):
    dana = make_customer(house, clock)
    first = make_issued(house, clock, dana, "100.00")
    make_settled(house, clock, dana, "100.00")
    second = make_issued(house, clock, dana, "50.00")
    make_settled(house, clock, dana, "100.00", items={first: euros("100.00")})
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, second).state == "settled"
        assert customer_balances(house.tenant_id, [dana])[dana][0].credit == euros("50.00")
    expect_proofs(house, frame_of)


def test_money_in_another_currency_settles_nothing(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, money=Money.of("100.00", "PLN"))
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).open == euros("100.00")
        assert get_payment(house.tenant_id, payment).unapplied == Money.of("100.00", "PLN")
    expect_proofs(house, frame_of)


def test_a_back_dated_payment_settles_on_the_day_the_money_came(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    clock.advance(days=20)
    payment = make_settled(house, clock, dana, "100.00", received_on=date(2026, 3, 9))
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).settled_on == date(2026, 3, 9)
        [allocation] = allocations_of_payments(house.tenant_id, [payment])
        assert allocation.allocated_on == date(2026, 3, 9)


def test_money_that_came_before_the_invoice_settles_it_on_the_day_of_issue(house, frame_of, clock):
    dana = make_customer(house, clock)
    payment = make_payment(house, clock, dana, "100.00")
    clock.advance(days=3)
    invoice = make_issued(house, clock, dana, "100.00")
    with frame_of(house.tenant_id):
        settle_payments([payment], on=None, actor=house.bob)
        assert get_invoice(house.tenant_id, invoice).settled_on == date(2026, 3, 5)


def test_an_invoice_is_settled_on_the_last_day_on_which_money_for_it_came(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    clock.advance(days=20)
    make_settled(house, clock, dana, "60.00", received_on=date(2026, 3, 15))
    make_settled(house, clock, dana, "40.00", received_on=date(2026, 3, 9))
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, invoice).settled_on == date(2026, 3, 15)


def test_settling_again_changes_nothing(house, frame_of, clock):
    dana = make_customer(house, clock)
    make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, "100.00")
    with frame_of(house.tenant_id):
        outcome = settle_payments([payment], on=None, actor=house.night)
        assert (outcome.done, outcome.unchanged) == ([], [payment])
        assert len(allocations_of_payments(house.tenant_id, [payment])) == 1


def test_a_repeat_of_a_key_receives_nothing_twice(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    first = make_settled(house, clock, dana, "60.00", key="form:1")
    with frame_of(house.tenant_id):
        again = new_payment(house, dana, "60.00", key="form:1")
        outcome = receive_payments([again], items={}, on=None, actor=house.bob)
        assert (outcome.done, outcome.unchanged) == ([], [first])
        assert get_invoice(house.tenant_id, invoice).open == euros("40.00")


def test_a_strangers_invoice_looks_like_one_that_does_not_exist(house, charlies_house, frame_of, clock):
    dana, other = make_customer(house, clock), make_customer(house, clock)
    charlies = make_issued(charlies_house, clock, make_customer(charlies_house, clock), "10.00")
    others = make_issued(house, clock, other, "10.00")
    for invoice in (charlies, others, new_id()):
        with pytest.raises(Refused) as refused, frame_of(house.tenant_id):
            new = new_payment(house, dana, "10.00")
            receive_payments(
                [new], items={new.id: {invoice: euros("10.00")}}, on=None, actor=house.bob
            ).raise_if_refused()
        assert refused.value.code == "unknown_invoice"


def test_another_tenants_payment_is_refused_as_unknown(house, charlies_house, frame_of, clock):
    payment = make_payment(house, clock, make_customer(house, clock), "10.00")
    with frame_of(charlies_house.tenant_id):
        outcome = settle_payments([payment], on=None, actor=charlies_house.alice)
        assert [one.code for one in outcome.refused] == ["not_found"]


def test_who_only_reads_settles_nothing(house, frame_of, clock):
    payment = make_payment(house, clock, make_customer(house, clock), "10.00")
    with pytest.raises(NotPermitted), frame_of(house.tenant_id):
        settle_payments([payment], on=None, actor=house.rita)


def test_several_payments_said_for_the_same_invoice_share_it_exactly(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    with frame_of(house.tenant_id):
        new = [new_payment(house, dana, "60.00"), new_payment(house, dana, "60.00")]
        said = {one.id: {invoice: euros("60.00")} for one in new}
        assert receive_payments(new, items=said, on=None, actor=house.bob).ok
        assert get_invoice(house.tenant_id, invoice).state == "settled"
        amounts = [one.amount for one in allocations_of_payments(house.tenant_id, [one.id for one in new])]
        assert sorted(amounts) == [euros("40.00"), euros("60.00")]
    expect_proofs(house, frame_of)


def test_a_payment_of_a_day_to_come_is_refused(house, frame_of, clock):
    dana = make_customer(house, clock)
    with frame_of(house.tenant_id):
        new = new_payment(house, dana, "10.00", received_on=date(2026, 3, 2) + timedelta(days=1))
        outcome = receive_payments([new], items={}, on=None, actor=house.bob)
        assert [one.code for one in outcome.refused] == ["date_in_future"]
