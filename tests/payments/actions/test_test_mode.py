"""In test mode no real payment is begun; a simulator goes on working."""

from __future__ import annotations

import pytest

from saldo.base.tenants.actions import change_test_mode
from saldo.base.tenants.frame import frame
from saldo.kernel.errors import Conflict
from saldo.payments.actions import ask_gateway
from saldo.payments.queries import moves_money
from saldo.plugins.gateways.simulator import SimulatorGateway
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_checkout, make_gateway


@pytest.fixture
def world(house, clock, settings):
    settings.SALDO_CLOCK = clock
    gateway_id, _address = make_gateway(house, clock)
    dana = make_customer(house, clock)
    return gateway_id, dana, make_issued(house, clock, dana, "100.00")


def switch_on(house, clock) -> None:
    with frame(house.tenant_id, clock=clock):
        change_test_mode(True, test_email="", actor=house.alice)


def test_a_simulator_works_in_test_mode(house, clock, world):
    gateway_id, dana, invoice = world
    assert not moves_money("simulator")
    switch_on(house, clock)
    assert make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")}).url == ""


def test_a_gateway_that_moves_money_begins_no_payment_in_test_mode(house, clock, world, monkeypatch):
    gateway_id, dana, invoice = world
    monkeypatch.setattr(SimulatorGateway, "moves_money", True)
    switch_on(house, clock)
    with pytest.raises(Conflict) as refusal:
        make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    assert refusal.value.code == "test_mode"


def test_a_checkout_opened_before_the_switch_does_not_reach_the_gateway(house, clock, world, monkeypatch):
    gateway_id, dana, invoice = world
    monkeypatch.setattr(SimulatorGateway, "moves_money", True)
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    switch_on(house, clock)
    with pytest.raises(Conflict) as refusal:
        ask_gateway(checkout.id, tenant_id=house.tenant_id, actor=house.night)
    assert refusal.value.code == "test_mode"


def test_a_plugin_that_says_nothing_moves_money(monkeypatch):
    monkeypatch.delattr(SimulatorGateway, "moves_money")
    assert moves_money("simulator")
