"""The suite that every payment gateway runs; what it checks is promised in `saldo.spi.gateway`."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.spi.gateway import (
    ChargeOrder,
    ChargeStatus,
    Checkout,
    CheckoutOrder,
    GatewayEventKind,
    PaymentGateway,
    RawEvent,
    RefundOrder,
    RefundStatus,
)

EventMaker = Callable[[GatewayEventKind, str, Money, str], RawEvent]
"""(kind, charge reference, amount, order key) -> the signed webhook that the gateway would post."""


def make_checkout_order(amount: str = "123.45 EUR") -> CheckoutOrder:
    major, currency = amount.split()
    return CheckoutOrder(
        key=f"pay:{new_id()}",
        amount=Money.of(major, currency),
        description="FT 2026/001",
        customer_name="Dana Łęcka",
        customer_email="dana@example.test",
        locale="pl",
        return_url="http://127.0.0.1:8000/portal/paid",
        cancel_url="http://127.0.0.1:8000/portal/",
        metadata={"invoice": "FT 2026/001"},
    )


def make_charge_order(method_reference: str, amount: str = "50.00 EUR") -> ChargeOrder:
    major, currency = amount.split()
    return ChargeOrder(f"charge:{new_id()}", Money.of(major, currency), method_reference, "FT 2026/002")


class GatewayBasics:
    """What even a gateway that is not configured must keep."""

    @pytest.fixture
    def gateway(self) -> PaymentGateway:
        raise NotImplementedError("Give the plugin under test.")

    def test_it_is_a_payment_gateway_with_a_plain_name(self, gateway):
        assert isinstance(gateway, PaymentGateway)
        assert gateway.name.replace("-", "_").isidentifier()
        assert gateway.name == gateway.name.lower()

    def test_it_holds_no_state(self, gateway):
        assert getattr(gateway, "__dict__", {}) == {}

    @pytest.mark.parametrize("call", ["checkout_url", "charge", "refund", "parse_event", "fetch"])
    def test_without_configuration_it_refuses_for_good(self, gateway, call):
        arguments = {
            "checkout_url": make_checkout_order(),
            "charge": make_charge_order("method-1"),
            "refund": RefundOrder("refund:1", "charge-1", Money.of("1.00", "EUR")),
            "parse_event": RawEvent({}, b"{}"),
            "fetch": "charge-1",
        }
        with pytest.raises(PluginError) as refusal:
            getattr(gateway, call)(arguments[call], {})
        assert refusal.value.permanent
        # Nothing can be signed under a secret that does not exist, so either word is true of an event.
        allowed = {"not_configured", "bad_signature"} if call == "parse_event" else {"not_configured"}
        assert refusal.value.code in allowed


class GatewayConformance(GatewayBasics):
    """A gateway that takes money."""

    @pytest.fixture
    def config(self) -> Mapping[str, str]:
        raise NotImplementedError("Give a configuration with which the gateway works.")

    @pytest.fixture
    def unreachable_config(self) -> Mapping[str, str]:
        raise NotImplementedError("Give a configuration with which the gateway does not answer.")

    @pytest.fixture
    def pay(self) -> Callable[[Checkout], object]:
        raise NotImplementedError("Give a function that pays a checkout as the customer would.")

    @pytest.fixture
    def good_method(self) -> str:
        raise NotImplementedError("Give the reference of a saved method that pays.")

    @pytest.fixture
    def declined_method(self) -> str:
        raise NotImplementedError("Give the reference of a saved method that is declined.")

    @pytest.fixture
    def make_event(self) -> EventMaker:
        raise NotImplementedError("Give a function that signs an event; see EventMaker.")

    @pytest.fixture
    def unknown_event(self) -> RawEvent:
        raise NotImplementedError("Give a well signed event of a kind that means nothing to Saldo.")

    @pytest.fixture
    def order(self) -> CheckoutOrder:
        return make_checkout_order()

    # Checkout

    def test_a_checkout_has_a_reference_and_an_address(self, gateway, config, order):
        checkout = gateway.checkout_url(order, config)
        assert checkout.reference
        assert urlsplit(checkout.url).scheme in {"http", "https"}
        assert urlsplit(checkout.url).netloc

    def test_the_same_key_gives_the_same_checkout(self, gateway, config, order):
        first, second = gateway.checkout_url(order, config), gateway.checkout_url(order, config)
        assert first.reference == second.reference

    def test_another_key_gives_another_checkout(self, gateway, config, order):
        other = gateway.checkout_url(make_checkout_order(), config)
        assert gateway.checkout_url(order, config).reference != other.reference

    def test_a_checkout_that_nobody_paid_is_pending(self, gateway, config, order):
        checkout = gateway.checkout_url(order, config)
        outcome = gateway.fetch(checkout.reference, config)
        assert outcome.status is ChargeStatus.PENDING
        assert outcome.amount == order.amount

    def test_a_paid_checkout_is_a_charge_of_the_whole_amount(self, gateway, config, order, pay):
        checkout = gateway.checkout_url(order, config)
        pay(checkout)
        outcome = gateway.fetch(checkout.reference, config)
        assert outcome.status is ChargeStatus.SUCCEEDED
        assert outcome.amount == order.amount
        assert outcome.decline_code is None
        assert outcome.occurred_at.utcoffset() == timedelta(0)
        assert gateway.fetch(outcome.reference, config) == outcome

    @pytest.mark.parametrize("amount", ["1000 JPY", "1.234 KWD", "0.50 EUR"])
    def test_amounts_keep_the_decimals_of_their_currency(self, gateway, config, pay, amount):
        order = make_checkout_order(amount)
        checkout = gateway.checkout_url(order, config)
        pay(checkout)
        assert gateway.fetch(checkout.reference, config).amount == order.amount

    def test_a_fee_is_in_the_currency_of_the_charge_and_less_than_it(self, gateway, config, order, pay):
        checkout = gateway.checkout_url(order, config)
        pay(checkout)
        fee = gateway.fetch(checkout.reference, config).fee
        assert fee is None or Money.zero(order.amount.currency) <= fee < order.amount

    def test_a_reference_that_it_does_not_know_is_not_found(self, gateway, config):
        with pytest.raises(PluginError) as refusal:
            gateway.fetch(f"unknown-{new_id()}", config)
        assert (refusal.value.code, refusal.value.permanent) == ("not_found", True)

    # Saved methods

    def test_a_saved_method_is_charged(self, gateway, config, good_method):
        order = make_charge_order(good_method)
        outcome = gateway.charge(order, config)
        assert outcome.status is ChargeStatus.SUCCEEDED
        assert outcome.amount == order.amount
        assert outcome.occurred_at.utcoffset() == timedelta(0)
        assert gateway.fetch(outcome.reference, config).status is ChargeStatus.SUCCEEDED

    def test_the_same_key_never_charges_twice(self, gateway, config, good_method):
        order = make_charge_order(good_method)
        outcomes = [gateway.charge(order, config) for _ in range(3)]
        assert len({outcome.reference for outcome in outcomes}) == 1
        assert gateway.charge(make_charge_order(good_method), config).reference != outcomes[0].reference

    def test_a_decline_is_an_answer_with_a_code(self, gateway, config, declined_method):
        outcome = gateway.charge(make_charge_order(declined_method), config)
        assert outcome.status is ChargeStatus.DECLINED
        assert outcome.decline_code

    # Refunds

    def test_a_refund_gives_back_a_part_once(self, gateway, config, good_method):
        charge = gateway.charge(make_charge_order(good_method, "50.00 EUR"), config)
        order = RefundOrder(f"refund:{new_id()}", charge.reference, Money.of("20.00", "EUR"))
        first, second = gateway.refund(order, config), gateway.refund(order, config)
        assert first.status in {RefundStatus.SUCCEEDED, RefundStatus.PENDING}
        assert (first.charge_reference, first.amount) == (charge.reference, order.amount)
        assert first.reference == second.reference
        rest = RefundOrder(f"refund:{new_id()}", charge.reference, Money.of("30.00", "EUR"))
        assert gateway.refund(rest, config).status in {RefundStatus.SUCCEEDED, RefundStatus.PENDING}

    def test_more_than_was_charged_is_not_given_back(self, gateway, config, good_method):
        charge = gateway.charge(make_charge_order(good_method, "50.00 EUR"), config)
        outcome = gateway.refund(RefundOrder(f"refund:{new_id()}", charge.reference, Money.of("50.01", "EUR")), config)
        assert outcome.status is RefundStatus.DECLINED
        assert outcome.decline_code

    # Events

    @pytest.mark.parametrize("kind", list(GatewayEventKind))
    def test_an_event_is_read_as_it_was_signed(self, gateway, config, make_event, kind):
        amount = Money.of("123.45", "EUR")
        events = gateway.parse_event(make_event(kind, "charge-77", amount, "pay:77"), config)
        assert len(events) == 1
        assert (events[0].kind, events[0].reference, events[0].amount) == (kind, "charge-77", amount)
        assert events[0].id
        assert events[0].occurred_at.utcoffset() == timedelta(0)
        assert events[0].order_key in {"pay:77", None}

    def test_an_event_that_comes_again_has_the_same_id(self, gateway, config, make_event):
        raw = make_event(GatewayEventKind.CHARGE_SUCCEEDED, "charge-77", Money.of("1.00", "EUR"), "pay:77")
        assert gateway.parse_event(raw, config) == gateway.parse_event(raw, config)

    def test_two_events_have_two_ids(self, gateway, config, make_event):
        ids = {
            gateway.parse_event(make_event(kind, "charge-77", Money.of("1.00", "EUR"), "pay:77"), config)[0].id
            for kind in GatewayEventKind
        }
        assert len(ids) == len(GatewayEventKind)

    def test_the_case_of_header_names_does_not_matter(self, gateway, config, make_event):
        raw = make_event(GatewayEventKind.CHARGE_SUCCEEDED, "charge-77", Money.of("1.00", "EUR"), "pay:77")
        for change in (str.lower, str.upper):
            headers = {change(name): value for name, value in raw.headers.items()}
            assert len(gateway.parse_event(RawEvent(headers, raw.body), config)) == 1

    @pytest.mark.parametrize("forgery", ["body", "signature", "no headers", "empty"])
    def test_a_forged_event_is_refused_for_good(self, gateway, config, make_event, forgery):
        raw = make_event(GatewayEventKind.CHARGE_SUCCEEDED, "charge-77", Money.of("1.00", "EUR"), "pay:77")
        forged = {
            "body": RawEvent(raw.headers, raw.body.replace(b"charge-77", b"charge-78")),
            "signature": RawEvent({name: value[:-2] + "zz" for name, value in raw.headers.items()}, raw.body),
            "no headers": RawEvent({}, raw.body),
            "empty": RawEvent(raw.headers, b""),
        }[forgery]
        assert forged != raw
        with pytest.raises(PluginError) as refusal:
            gateway.parse_event(forged, config)
        assert (refusal.value.code, refusal.value.permanent) == ("bad_signature", True)

    def test_an_event_that_means_nothing_to_saldo_is_passed_over(self, gateway, config, unknown_event):
        assert gateway.parse_event(unknown_event, config) == []

    # Outage

    def test_an_outage_may_be_tried_again(self, gateway, unreachable_config, order, good_method):
        for call in (
            lambda: gateway.checkout_url(order, unreachable_config),
            lambda: gateway.charge(make_charge_order(good_method), unreachable_config),
            lambda: gateway.fetch("charge-77", unreachable_config),
        ):
            with pytest.raises(PluginError) as refusal:
                call()
            assert not refusal.value.permanent
