"""A customer wishes to pay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from saldo.demo.gateway.cards import CARDS
from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotFound, NotPermitted, PluginError
from saldo.kernel.money import Money
from saldo.payments.actions import ask_gateway, open_checkout, refresh_checkouts
from saldo.payments.errors import MixedItems, MoreThanOpen, NothingChosen, NothingOpen
from saldo.payments.queries import (
    customers_with_pending_payment,
    find_payments,
    get_checkout,
    waiting_checkouts,
)
from saldo.settlement.actions import settle_payments
from tests.demo.machines import CARD, running_gateway, submit
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued
from tests.factories.payments import euros, make_checkout, make_gateway, make_settled


@pytest.fixture
def gateway(tmp_path):
    with running_gateway(tmp_path) as running:
        yield running


@pytest.fixture
def world(house, clock, gateway, settings):
    """Dana, her invoice of 100 euros, and a connected simulator."""
    settings.SALDO_CLOCK = clock
    gateway_id, _ = make_gateway(house, clock, **{**gateway.config, "webhook_url": "http://127.0.0.1:1/hook"})
    dana = make_customer(house, clock)
    return gateway_id, dana, make_issued(house, clock, dana, "100.00")


def test_a_double_click_and_a_second_tab_come_to_the_same_page(house, clock, world):
    gateway_id, dana, invoice = world
    first = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    second = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    assert first.id == second.id
    urls = {ask_gateway(first.id, tenant_id=house.tenant_id, actor=house.night) for _ in range(2)}
    assert len(urls) == 1
    assert make_checkout(house, clock, dana, gateway_id, {invoice: euros("60.00")}).id != first.id


def test_a_checkout_for_more_than_is_open_by_now_is_not_given_again(house, frame_of, clock, world):
    gateway_id, dana, invoice = world
    first = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    make_settled(house, clock, dana, "40.00")
    with pytest.raises(MoreThanOpen):
        make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    rest = make_checkout(house, clock, dana, gateway_id, {invoice: euros("60.00")})
    assert rest.id != first.id
    assert rest.amount == euros("60.00")
    make_settled(house, clock, dana, "60.00")
    with pytest.raises(NothingOpen):
        make_checkout(house, clock, dana, gateway_id, {invoice: euros("60.00")})


def test_clicks_at_the_same_moment_open_one_checkout(house, clock, world):
    gateway_id, dana, invoice = world

    def click(_):
        try:
            return make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")}).id
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(click, range(12)))) == 1


def test_what_is_paid_on_the_page_is_a_payment_when_the_customer_comes_back(house, frame_of, clock, world):
    gateway_id, dana, invoice = world
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    url = ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
    refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id) as opened:
        assert get_checkout(house.tenant_id, checkout.id).state == "open"
        assert customers_with_pending_payment(house.tenant_id, [dana], opened.now) == {dana}
    page = submit(url, CARD)
    assert page.status == 303
    assert str(checkout.id) in page.headers["location"]
    for _ in range(3):
        refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id) as opened:
        [payment] = find_payments(house.tenant_id).payments
        assert payment.amount == euros("100.00")
        assert get_checkout(house.tenant_id, checkout.id).state == "paid"
        assert customers_with_pending_payment(house.tenant_id, [dana], opened.now) == set()
        settle_payments([payment.id], on=None, actor=house.night)
        assert get_invoice(house.tenant_id, invoice).state == "settled"


def test_a_gateway_that_times_out_after_charging_has_charged_once(house, frame_of, clock, world):
    gateway_id, dana, invoice = world
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    url = ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
    lost = next(card for card in CARDS if card.behaviour == "answer_lost")
    assert submit(url, {**CARD, "number": lost.number}).status == 504
    assert submit(url, CARD).status == 303  # the customer clicks again
    clock.advance(minutes=6)
    with frame_of(house.tenant_id) as opened:
        waiting = waiting_checkouts(house.tenant_id, asked_before=opened.now)
    assert waiting == [checkout.id]
    refresh_checkouts(waiting, tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id) as opened:
        assert len(find_payments(house.tenant_id).payments) == 1
        assert waiting_checkouts(house.tenant_id, asked_before=opened.now) == []


@pytest.mark.parametrize("state", ["answer_lost", "outage"])
def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(house, frame_of, clock, world, gateway, state):
    gateway_id, dana, invoice = world
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    assert submit(f"{gateway.url}/api-state", {"state": state}).status == 303
    with pytest.raises(PluginError) as failed:
        ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
    assert not failed.value.permanent
    with frame_of(house.tenant_id):
        assert get_checkout(house.tenant_id, checkout.id).state == "new"
    assert submit(f"{gateway.url}/api-state", {"state": "works"}).status == 303
    assert ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night).startswith(gateway.url)


def test_a_page_that_expired_is_over_and_the_wish_can_be_repeated(house, frame_of, clock, world, gateway):
    gateway_id, dana, invoice = world
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
    gateway.clock.advance(days=2)
    refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id):
        over = get_checkout(house.tenant_id, checkout.id)
        assert (over.state, over.failure_code) == ("failed", "checkout_expired")
    assert make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")}).id != checkout.id


def test_a_gateway_that_is_away_leaves_the_checkout_as_it_is(house, frame_of, clock, settings):
    settings.SALDO_CLOCK = clock
    gateway_id, _ = make_gateway(house, clock)
    dana = make_customer(house, clock)
    checkout = make_checkout(house, clock, dana, gateway_id, {make_issued(house, clock, dana): euros("1.00")})
    refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id):
        assert get_checkout(house.tenant_id, checkout.id).state == "new"
    clock.advance(days=2)
    refresh_checkouts([checkout.id], tenant_id=house.tenant_id, actor=house.night)
    with frame_of(house.tenant_id):
        assert get_checkout(house.tenant_id, checkout.id).state == "failed"


def test_what_cannot_be_paid_is_refused(house, charlies_house, frame_of, clock, world):
    gateway_id, dana, invoice = world
    draft = make_draft(house, clock, dana, "10.00")
    settled = make_issued(house, clock, dana, "10.00", due_in=1)
    make_settled(house, clock, dana, "10.00", items={settled: euros("10.00")})
    others = make_issued(house, clock, make_customer(house, clock), "10.00")
    charlies = make_issued(charlies_house, clock, make_customer(charlies_house, clock), "10.00")
    for items, error in (
        ({}, NothingChosen),
        ({invoice: euros("0.00")}, NothingChosen),
        ({invoice: euros("100.01")}, MoreThanOpen),
        ({invoice: Money.of("10.00", "PLN")}, MixedItems),
        ({draft: euros("10.00")}, (NothingOpen, MoreThanOpen)),
        ({settled: euros("10.00")}, (NothingOpen, MoreThanOpen)),
        ({others: euros("10.00")}, NotFound),
        ({invoice: euros("10.00"), charlies: euros("10.00")}, NotFound),
    ):
        with pytest.raises(error):
            make_checkout(house, clock, dana, gateway_id, items)


def test_another_tenants_gateway_or_checkout_does_not_exist(house, charlies_house, clock, world):
    gateway_id, dana, invoice = world
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    with pytest.raises(NotFound):
        make_checkout(charlies_house, clock, make_customer(charlies_house, clock), gateway_id, {invoice: euros("1.00")})
    with pytest.raises(NotFound):
        ask_gateway(checkout.id, tenant_id=charlies_house.tenant_id, actor=charlies_house.night)


def test_who_only_reads_opens_no_checkout(house, frame_of, clock, world):
    gateway_id, dana, invoice = world
    with pytest.raises(NotPermitted), frame_of(house.tenant_id):
        open_checkout(
            dana,
            items={invoice: euros("1.00")},
            gateway_account_id=gateway_id,
            return_url="",
            cancel_url="",
            actor=house.rita,
        )


def test_the_configuration_of_a_gateway_is_not_readable_at_rest(house, clock, world, owner_connection, gateway):
    [(config,)] = owner_connection.execute("SELECT config FROM payments_gatewayaccount").fetchall()
    assert gateway.config["api_key"] not in config
