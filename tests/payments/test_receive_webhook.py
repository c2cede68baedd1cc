"""What a gateway reports is verified, stored once as it came, and thought about later."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from saldo.base.inbox.models import InboxMessage
from saldo.correspondence.models import Message
from saldo.invoices.queries import get_invoice
from saldo.ledger.queries import prove_ledger
from saldo.payments.queries import get_checkout, latest_payment_data
from saldo.settlement.queries import prove_allocations, prove_payments, receipt_of
from tests.factories.payments import euros, simulator_event


def inbox(shop):
    with shop.frame_of(shop.house.tenant_id):
        return list(InboxMessage.objects.order_by("received_at", "id"))


def expect_proofs(shop):
    with shop.frame_of(shop.house.tenant_id):
        assert prove_ledger(shop.house.tenant_id).holds
        assert prove_payments(shop.house.tenant_id).holds
        assert prove_allocations(shop.house.tenant_id).holds


def test_a_charge_is_stored_first_and_then_pays_the_invoice_with_a_receipt(shop):
    assert shop.tell("charge.succeeded") == 200
    assert shop.payments().payments == []
    [message] = inbox(shop)
    assert message.handled_at is None
    shop.work()
    [payment] = shop.payments().payments
    assert (payment.amount, payment.method, payment.origin) == (euros("100.00"), "card", "gateway")
    with shop.frame_of(shop.house.tenant_id):
        assert get_invoice(shop.house.tenant_id, shop.invoice).state == "settled"
        assert get_checkout(shop.house.tenant_id, shop.checkout.id).state == "paid"
        receipt = receipt_of(shop.house.tenant_id, payment.id)
        assert receipt.number == "RC 2026/001"
        [mail] = Message.objects.filter(kind="receipt")
        assert "RC 2026/001" in mail.subject
        assert "FT 2026/001" in mail.body_text
    expect_proofs(shop)


def test_the_same_event_five_times_is_one_payment(shop):
    for _ in range(5):
        assert shop.tell("charge.succeeded", event_id="evt_1") == 200
    shop.work()
    assert len(shop.payments().payments) == 1
    assert len(inbox(shop)) == 1


def test_five_events_about_the_same_charge_are_one_payment(shop):
    for _ in range(5):
        shop.tell("charge.succeeded")
    shop.work()
    assert len(shop.payments().payments) == 1
    assert len(inbox(shop)) == 5


@pytest.mark.parametrize(
    "order",
    [
        ["charge.pending", "charge.succeeded"],
        ["charge.succeeded", "charge.pending"],
        ["charge.failed", "charge.succeeded"],
        ["charge.succeeded", "charge.failed"],
    ],
)
def test_in_whatever_order_events_come_the_money_is_believed_once(shop, order):
    for kind in order:
        shop.tell(kind)
        shop.work()
    assert len(shop.payments().payments) == 1
    with shop.frame_of(shop.house.tenant_id):
        assert get_checkout(shop.house.tenant_id, shop.checkout.id).state == "paid"


def test_a_declined_try_pays_nothing_and_says_why(shop):
    shop.tell("charge.failed", decline_code="insufficient_funds")
    shop.work()
    assert shop.payments().payments == []
    with shop.frame_of(shop.house.tenant_id):
        checkout = get_checkout(shop.house.tenant_id, shop.checkout.id)
        assert (checkout.state, checkout.failure_code) == ("open", "insufficient_funds")


@pytest.mark.parametrize(("amount", "currency", "left"), [("90.00", "EUR", "10.00"), ("100.00", "PLN", "100.00")])
def test_what_was_charged_counts_and_a_note_says_that_it_is_not_what_was_asked(shop, amount, currency, left):
    shop.tell("charge.succeeded", amount, currency=currency)
    shop.work()
    [payment] = shop.payments().payments
    assert str(payment.amount) == f"{currency} {amount}"
    assert "the checkout was for EUR 100.00" in payment.note
    with shop.frame_of(shop.house.tenant_id):
        assert get_invoice(shop.house.tenant_id, shop.invoice).open == euros(left)
    expect_proofs(shop)


def test_a_second_charge_of_the_same_checkout_is_other_money_and_becomes_credit(shop):
    shop.tell("charge.succeeded", charge="ch_1")
    shop.tell("charge.succeeded", charge="ch_2")
    shop.work()
    payments = shop.payments().payments
    assert sorted(one.unapplied for one in payments) == [euros("0.00"), euros("100.00")]
    assert sum("more than once" in one.note for one in payments) == 1
    expect_proofs(shop)


def test_a_forged_signature_is_refused_logged_without_personal_data_and_changes_nothing(shop, caplog):
    body, headers = simulator_event(
        "charge.succeeded", order_key=shop.checkout.key, amount="100.00", holder="Dana Kowalska"
    )
    with caplog.at_level(logging.WARNING):
        assert shop.post(body.replace(b"100.00", b"999.00"), headers) == 400
        assert shop.post(body, {}) == 400
        assert shop.post(b"", headers) == 400
    assert "webhook refused: bad_signature" in caplog.text
    assert not any(word in caplog.text for word in ("Dana", "999.00", "4242"))
    assert inbox(shop) == []
    shop.work()
    assert shop.payments().payments == []


def test_an_unknown_address_is_not_there_and_a_get_is_refused(shop):
    assert Client().post("/webhooks/wh_nobody/", b"{}", content_type="application/json").status_code == 404
    assert Client().get(shop.path).status_code == 405


def test_an_event_that_nobody_needs_is_stored_and_does_nothing(shop):
    assert shop.tell("customer.updated") == 200
    shop.work()
    [message] = inbox(shop)
    assert (message.handled_at is not None, message.problem) == (True, "")


def test_a_charge_of_nobodys_checkout_stays_in_the_inbox_with_its_problem(shop):
    shop.tell("charge.succeeded", order_key="another shop")
    shop.work()
    [message] = inbox(shop)
    assert message.problem == "unknown_checkout"
    assert shop.payments().payments == []


@pytest.mark.parametrize("kind", ["refund.succeeded", "dispute.lost"])
def test_money_that_goes_back_opens_the_invoice_again_and_the_payer_is_told(shop, kind):
    shop.tell("charge.succeeded")
    shop.work()
    shop.tell(kind, at="2026-03-02T11:00:00.000Z")
    shop.work()
    [payment] = shop.payments().payments
    assert (payment.state, payment.reversal_reason) == ("reversed", kind.replace(".", "_"))
    with shop.frame_of(shop.house.tenant_id):
        assert get_invoice(shop.house.tenant_id, shop.invoice).open == euros("100.00")
        keys = Message.objects.filter(kind="receipt").values_list("key", flat=True)
        assert sum(key == f"send_corrections:{payment.id}" for key in keys) == 1
    shop.tell(kind)
    shop.work()
    expect_proofs(shop)


def test_a_refund_that_overtakes_its_charge_waits_for_it(shop, clock):
    shop.tell("refund.succeeded")
    shop.work()
    assert inbox(shop)[0].handled_at is None
    shop.tell("charge.succeeded")
    shop.work()
    clock.advance(minutes=11)
    shop.work()
    [payment] = shop.payments().payments
    assert payment.state == "reversed"
    assert all(one.handled_at for one in inbox(shop))
    expect_proofs(shop)


def test_a_refund_of_a_part_is_left_to_a_person(shop):
    shop.tell("charge.succeeded")
    shop.work()
    shop.tell("refund.succeeded", "30.00")
    shop.work()
    assert shop.payments().payments[0].state == "received"
    assert inbox(shop)[-1].problem == "partial_refund_succeeded"


@pytest.mark.parametrize("kind", ["dispute.opened", "dispute.won"])
def test_a_dispute_takes_nothing_before_it_is_lost(shop, kind):
    shop.tell("charge.succeeded")
    shop.work()
    shop.tell(kind)
    shop.work()
    assert shop.payments().payments[0].state == "received"


def test_what_a_gateway_reports_is_news_about_payments(shop, clock):
    clock.advance(days=1)
    shop.tell("customer.updated")
    with shop.frame_of(shop.house.tenant_id):
        assert latest_payment_data(shop.house.tenant_id, shop.house.entity_id) == clock.now()


def test_the_other_tenants_address_hears_nothing_of_it(shop, charlies_house, frame_of):
    shop.tell("charge.succeeded")
    shop.work()
    with frame_of(charlies_house.tenant_id):
        assert InboxMessage.objects.count() == 0
        assert latest_payment_data(charlies_house.tenant_id, charlies_house.entity_id) is None
