"""The traps of payments (product/traps.md, C) that no other test names.

36, 37, 40 and 42: tests/web/portal/test_open_checkout.py, tests/payments; 38 and 39: tests/payments/actions; 43 and 47:
tests/payments/test_receive_webhook.py, tests/settlement/actions/test_reverse_payments.py; 49:
tests/settlement/test_at_once.py.
"""

from __future__ import annotations

from datetime import timedelta

from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.payments.choices import PaymentOrigin
from saldo.payments.queries import get_payment
from saldo.settlement.actions import receive_payments


def transfer(world, amount, *, days_ago=0):
    """A transfer from Dana that says nothing but its amount."""
    new = NewPayment(
        id=new_id(),
        key=f"trap:{new_id()}",
        customer_id=world.dana,
        legal_entity_id=world.house.entity_id,
        method="transfer",
        amount=Money.of(amount, "EUR"),
        received_on=world.today - timedelta(days=days_ago),
        origin=PaymentOrigin.IMPORTED,
        reference="RENT",
    )
    with world.frame():
        receive_payments([new], items={}, on=None, actor=world.house.alice).raise_if_refused()
    return new.id


def test_trap_44_the_same_payer_paying_the_same_amount_with_the_same_words_pays_again(world):
    world.invoice("500.00 EUR", due_in=10)
    world.invoice("500.00 EUR", due_in=40)
    first = transfer(world, "500.00")
    world.advance(days=30)
    second = transfer(world, "500.00")
    assert first != second
    world.expect(open="0.00 EUR", proof=True)


def test_trap_44_two_equal_payments_on_one_day_are_two(world):
    world.invoice("1000.00 EUR")
    transfer(world, "500.00")
    transfer(world, "500.00")
    world.expect(open="0.00 EUR", proof=True)


def test_trap_46_money_for_an_invoice_that_is_settled_already_is_the_customers_credit(world):
    invoice = world.invoice("300.00 EUR", due_in=-5)
    world.pay(invoice)
    late = transfer(world, "300.00")
    with world.frame():
        assert get_payment(world.house.tenant_id, late).unapplied_minor == 30000
    world.night()
    world.expect(mails=0, proof=True)
    world.invoice("120.00 EUR", due_in=-3)
    world.night()
    world.expect(mails=0, silence="nothing_to_ask")  # what is held covers what is owed
