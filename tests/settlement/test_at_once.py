"""Several at once, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.db import connection

from saldo.base.inbox.plugins import get_plugin
from saldo.base.tenants.frame import frame
from saldo.invoices.queries import get_invoice
from saldo.ledger.queries import prove_ledger
from saldo.payments.actions import ask_gateway, refresh_checkouts, take_charges
from saldo.payments.policies.checkout_state import ChargeReport, News
from saldo.payments.queries import find_payments, payments_of
from saldo.settlement.actions import issue_receipts, reverse_payments, settle_payments
from saldo.settlement.queries import allocations_of_invoices, prove_allocations, prove_payments
from tests.demo.machines import CARD, running_gateway, submit
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_checkout, make_gateway, make_payment, make_settled

ON = date(2026, 3, 2)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all starting together."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result(60) for one in [pool.submit(run, work) for work in works]]


def expect_proofs(house, frame_of):
    with frame_of(house.tenant_id):
        assert prove_ledger(house.tenant_id).holds
        assert prove_payments(house.tenant_id).holds
        assert prove_allocations(house.tenant_id).holds


def test_payments_that_settle_the_same_invoices_at_once_never_settle_too_much(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoices = [make_issued(house, clock, dana, "100.00", due_in=n) for n in (1, 2, 3)]
    payments = [make_payment(house, clock, dana, "80.00") for _ in range(5)]

    def settle(payment):
        def work():
            with frame(house.tenant_id, clock=clock):
                return settle_payments([payment], on=None, actor=house.night)

        return work

    at_once(*[settle(one) for one in payments])
    with frame_of(house.tenant_id):
        assert all(get_invoice(house.tenant_id, one).state == "settled" for one in invoices)
        assert sum(one.amount_minor for one in allocations_of_invoices(house.tenant_id, invoices)) == 30000
        left = payments_of(house.tenant_id, payments).values()
        assert sum(one.unapplied_minor for one in left) == 10000
    expect_proofs(house, frame_of)


def test_the_same_payment_settled_twice_at_once_settles_once(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    payment = make_payment(house, clock, dana, "100.00")

    def work():
        with frame(house.tenant_id, clock=clock):
            outcome = settle_payments([payment], on=None, actor=house.night)
            issue_receipts([payment], on=None, actor=house.night)
            return outcome.done

    assert sorted(at_once(*[work] * 4), key=len)[-1] == [payment]
    with frame_of(house.tenant_id):
        assert len(allocations_of_invoices(house.tenant_id, [invoice])) == 1
    expect_proofs(house, frame_of)


def test_reversing_while_others_settle_leaves_the_books_whole(house, frame_of, clock):
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    first = make_settled(house, clock, dana, "100.00")
    others = [make_payment(house, clock, dana, "60.00") for _ in range(3)]

    def reverse():
        with frame(house.tenant_id, clock=clock):
            return reverse_payments([first], on=ON, reason="Bounced", actor=house.night)

    def settle(payment):
        def work():
            with frame(house.tenant_id, clock=clock):
                return settle_payments([payment], on=None, actor=house.night)

        return work

    at_once(reverse, reverse, *[settle(one) for one in others])
    expect_proofs(house, frame_of)
    with frame_of(house.tenant_id):
        settle_payments(others, on=None, actor=house.night)
        assert get_invoice(house.tenant_id, invoice).state == "settled"
    expect_proofs(house, frame_of)


def test_five_webhooks_and_the_redirect_at_once_are_one_payment(house, frame_of, clock, settings, tmp_path):
    settings.SALDO_CLOCK = clock
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    with running_gateway(tmp_path) as gateway:
        config = {**gateway.config, "webhook_url": "http://127.0.0.1:1/hook"}
        gateway_id, _ = make_gateway(house, clock, **config)
        checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
        url = ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
        submit(url, CARD)
        charge = get_plugin("gateway", "simulator").fetch(url.rpartition("/")[2], config)
        report = ChargeReport(checkout.id, News.SUCCEEDED, charge.reference, charge.amount, charge.occurred_at)

        def webhook():
            with frame(house.tenant_id, clock=clock):
                return len(take_charges([report], actor=house.night).done)

        def redirect():
            refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
            return 0

        at_once(*[webhook] * 5, redirect, redirect)
    with frame_of(house.tenant_id):
        assert len(find_payments(house.tenant_id).payments) == 1
        assert prove_payments(house.tenant_id).payments == 1
    expect_proofs(house, frame_of)
