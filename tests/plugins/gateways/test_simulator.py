"""The simulator plugin against the real simulator, over loopback."""

from __future__ import annotations

import json
import socket
import threading

import pytest

from saldo.demo.gateway.webhooks import SIGNATURE_HEADER
from saldo.demo.pages.post import sign
from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.plugins.gateways.simulator import PLUGIN
from saldo.spi.gateway import (
    ChargeOrder,
    ChargeStatus,
    Checkout,
    GatewayEventKind,
    RawEvent,
    RefundOrder,
    RefundStatus,
)
from tests.conformance.gateway import GatewayConformance, make_charge_order, make_checkout_order
from tests.demo.machines import CARD, NOON, SECRET, ask, eventually, running_gateway, running_receiver, submit

TYPES = {
    GatewayEventKind.CHARGE_SUCCEEDED: "charge.succeeded",
    GatewayEventKind.CHARGE_FAILED: "charge.failed",
    GatewayEventKind.CHARGE_PENDING: "charge.pending",
    GatewayEventKind.REFUND_SUCCEEDED: "refund.succeeded",
    GatewayEventKind.DISPUTE_OPENED: "dispute.opened",
    GatewayEventKind.DISPUTE_LOST: "dispute.lost",
    GatewayEventKind.DISPUTE_WON: "dispute.won",
}


def signed(body: bytes, secret: str = SECRET) -> RawEvent:
    return RawEvent({SIGNATURE_HEADER: sign(secret, body, at=1_700_000_000)}, body)


def make_event(kind: GatewayEventKind, reference: str, amount: Money, order_key: str) -> RawEvent:
    body = {
        "id": f"evt_{kind}_{reference}",
        "type": TYPES[kind],
        "created": "2026-01-15T12:00:00.000Z",
        "amount": str(amount.decimal),
        "currency": amount.currency,
        "order_key": order_key,
        "charge": {"id": reference, "last_four": "4242"},
    }
    return signed(json.dumps(body).encode())


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def config(simulator):
    return simulator.config


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestSimulatorGateway(GatewayConformance):
    @pytest.fixture
    def gateway(self):
        return PLUGIN

    @pytest.fixture
    def config(self, simulator):
        return simulator.config

    @pytest.fixture
    def unreachable_config(self, config):
        return {**config, "api_url": f"http://127.0.0.1:{free_port()}"}

    @pytest.fixture
    def pay(self):
        def pay(checkout: Checkout) -> None:
            assert submit(checkout.url, CARD).status == 303

        return pay

    @pytest.fixture
    def good_method(self):
        return "pm_approved"

    @pytest.fixture
    def declined_method(self):
        return "pm_insufficient_funds"

    @pytest.fixture
    def make_event(self):
        return make_event

    @pytest.fixture
    def unknown_event(self):
        return signed(b'{"id": "evt_1", "type": "payout.created"}')


def test_what_the_gateway_posts_is_read_by_the_plugin(tmp_path):
    with running_receiver() as receiver, running_gateway(tmp_path, webhook_url=receiver.url) as simulator:
        order = make_charge_order("pm_approved", "50.00 EUR")
        outcome = PLUGIN.charge(order, simulator.config)
        headers, body = eventually(lambda: receiver.received)[0]
        (event,) = PLUGIN.parse_event(RawEvent(headers, body), simulator.config)
        assert event.kind is GatewayEventKind.CHARGE_SUCCEEDED
        assert (event.reference, event.amount, event.order_key) == (outcome.reference, order.amount, order.key)
        assert event.occurred_at == outcome.occurred_at == NOON
        assert event.data["fee"] == "0.70"


def test_a_charge_whose_answer_is_lost_is_told_by_its_key(config):
    order = make_charge_order("pm_answer_lost")
    with pytest.raises(PluginError) as lost:
        PLUGIN.charge(order, config)
    assert (lost.value.code, lost.value.permanent) == ("timeout", False)
    first, second = PLUGIN.charge(order, config), PLUGIN.charge(order, config)
    assert first.status is ChargeStatus.SUCCEEDED
    assert first.reference == second.reference


def test_a_wished_outage_charges_nothing_and_passes(config):
    order = make_charge_order("pm_approved")
    order = ChargeOrder(order.key, order.amount, "pm_approved", "", {"simulator_fault": "outage"})
    with pytest.raises(PluginError) as outage:
        PLUGIN.charge(order, config)
    assert (outage.value.code, outage.value.permanent) == ("outage", False)
    assert PLUGIN.charge(order, config).status is ChargeStatus.SUCCEEDED


def test_a_gateway_that_hangs_is_a_time_out_and_may_be_asked_again(config):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = {**config, "api_url": f"http://127.0.0.1:{silent.getsockname()[1]}", "timeout_seconds": "0.2"}
        with pytest.raises(PluginError) as timeout:
            PLUGIN.charge(make_charge_order("pm_approved"), hanging)
    assert (timeout.value.code, timeout.value.permanent) == ("timeout", False)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\n\r\nnot json",
        b"HTTP/1.0 200 OK\r\n\r\n[]",
        b'HTTP/1.0 200 OK\r\n\r\n{"id": "ch_1", "status": "succeeded", "amount": 50.0, "currency": "EUR"}',
        b'HTTP/1.0 200 OK\r\n\r\n{"id": "ch_1", "status": "unheard_of", "amount": "50.00", "currency": "EUR"}',
        b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_an_answer_that_is_none_is_never_taken_for_a_charge(config, answer):
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def serve() -> None:
            connection, _ = odd.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(PluginError) as error:
            PLUGIN.fetch("ch_1", {**config, "api_url": f"http://127.0.0.1:{odd.getsockname()[1]}"})
    assert not error.value.permanent


def test_a_wrong_key_of_the_api_is_refused_for_good(config):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.charge(make_charge_order("pm_approved"), {**config, "api_key": "another"})
    assert (refusal.value.code, refusal.value.permanent) == ("bad_credentials", True)


def test_a_key_used_for_another_order_is_refused_for_good(config):
    order = make_charge_order("pm_approved", "50.00 EUR")
    PLUGIN.charge(order, config)
    with pytest.raises(PluginError) as refusal:
        PLUGIN.charge(ChargeOrder(order.key, Money.of("51.00", "EUR"), "pm_approved", order.description), config)
    assert (refusal.value.code, refusal.value.permanent) == ("key_reused", True)


@pytest.mark.parametrize("key", ["", "a b", "a\r\nX-Evil: 1", "ż", "x" * 201])
def test_a_key_that_is_no_header_is_refused_before_anything_is_sent(config, key):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.charge(ChargeOrder(key, Money.of("1.00", "EUR"), "pm_approved", ""), config)
    assert refusal.value.permanent


def test_amounts_of_every_exponent_come_back_exact(config):
    for amount in (Money.of("1001", "JPY"), Money.of("10.005", "KWD"), Money.of("90000000000.01", "EUR")):
        outcome = PLUGIN.charge(ChargeOrder(f"k:{new_id()}", amount, "pm_approved", ""), config)
        assert outcome.amount == amount


def test_a_declined_try_leaves_the_checkout_open_for_another_card(config):
    checkout = PLUGIN.checkout_url(make_checkout_order(), config)
    declined = submit(checkout.url, {**CARD, "number": "4000000000000440"})
    assert declined.headers["location"].startswith("/pay/")
    assert PLUGIN.fetch(checkout.reference, config).status is ChargeStatus.PENDING
    submit(checkout.url, CARD)
    paid = PLUGIN.fetch(checkout.reference, config)
    assert paid.status is ChargeStatus.SUCCEEDED
    assert PLUGIN.fetch(paid.reference, config) == paid


def test_an_expired_checkout_is_declined(tmp_path):
    with running_gateway(tmp_path) as simulator:
        checkout = PLUGIN.checkout_url(make_checkout_order(), simulator.config)
        simulator.clock.advance(days=2)
        outcome = PLUGIN.fetch(checkout.reference, simulator.config)
        assert (outcome.status, outcome.decline_code) == (ChargeStatus.DECLINED, "checkout_expired")
        assert submit(checkout.url, CARD).status == 410


def test_a_disputed_charge_is_not_given_back(config, simulator):
    charge = PLUGIN.charge(make_charge_order("pm_approved"), config)
    assert submit(f"{simulator.url}/charges/{charge.reference}/dispute", {}).status == 303
    refund = PLUGIN.refund(RefundOrder(f"r:{new_id()}", charge.reference, Money.of("1.00", "EUR")), config)
    assert (refund.status, refund.decline_code) == (RefundStatus.DECLINED, "not_refundable")


def test_the_card_page_names_the_payee_of_the_config(config):
    checkout = PLUGIN.checkout_url(make_checkout_order(), config)
    assert '<h1 id="order">Pay Alice &amp; Filhos</h1>' in ask(checkout.url).text


@pytest.mark.parametrize("body", [b"{}", b"[]", b"not json", b'{"id": "e", "type": "charge.succeeded", "charge": {}}'])
def test_a_signed_event_that_cannot_be_read_is_refused_for_good(config, body):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.parse_event(signed(body), config)
    assert (refusal.value.code, refusal.value.permanent) == ("bad_event", True)


def test_a_signature_under_another_secret_is_refused(config):
    raw = signed(b"{}", secret="another")
    with pytest.raises(PluginError) as refusal:
        PLUGIN.parse_event(raw, config)
    assert refusal.value.code == "bad_signature"
