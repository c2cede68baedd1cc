"""The gateway suite over the plugins that need no provider, and proof that the suite notices a broken promise."""

import itertools
from dataclasses import replace

import pytest

from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.plugins.gateways.null import NullGateway
from saldo.spi.gateway import ChargeStatus, GatewayEventKind, RawEvent, RefundStatus
from tests.conformance.gateway import GatewayBasics, GatewayConformance, make_checkout_order
from tests.conformance.scripted_gateway import DECLINED, GOOD, WORLDS, ScriptedGateway, World, make_event, sign


class TestNullGateway(GatewayBasics):
    @pytest.fixture
    def gateway(self):
        return NullGateway()

    def test_it_stays_unconfigured_whatever_it_is_given(self, gateway):
        with pytest.raises(PluginError) as refusal:
            gateway.fetch("charge-1", {"secret": "sk_live", "url": "https://pay.example.test"})
        assert (refusal.value.code, refusal.value.permanent) == ("not_configured", True)


@pytest.fixture
def world():
    name = str(new_id())
    WORLDS[name] = World()
    yield name
    del WORLDS[name]


class TestScriptedGateway(GatewayConformance):
    @pytest.fixture
    def gateway(self):
        return ScriptedGateway()

    @pytest.fixture
    def config(self, world):
        return {"world": world}

    @pytest.fixture
    def unreachable_config(self):
        return {"world": "gone"}

    @pytest.fixture
    def pay(self, world):
        return WORLDS[world].pay

    @pytest.fixture
    def good_method(self):
        return GOOD

    @pytest.fixture
    def declined_method(self):
        return DECLINED

    @pytest.fixture
    def make_event(self):
        return make_event

    @pytest.fixture
    def unknown_event(self):
        return sign(b'{"kind": "balance.available"}')


class ChargesTwice(ScriptedGateway):
    count = itertools.count()

    def _once(self, world, key, make):
        return super()._once(world, f"{key}-{next(self.count)}", make)


class RaisesOnDecline(ScriptedGateway):
    def charge(self, order, config):
        outcome = super().charge(order, config)
        if outcome.status is ChargeStatus.DECLINED:
            raise PluginError("declined", permanent=True)
        return outcome


class TrustsEverybody(ScriptedGateway):
    def parse_event(self, raw, config):
        return super().parse_event(sign(raw.body), config)


class GivesBackTooMuch(ScriptedGateway):
    def refund(self, order, config):
        return replace(super().refund(order, config), status=RefundStatus.SUCCEEDED, decline_code=None)


class RoundsToCents(ScriptedGateway):
    def fetch(self, reference, config):
        outcome = super().fetch(reference, config)
        return replace(outcome, amount=Money(outcome.amount.minor // 100 * 100, outcome.amount.currency))


class Remembers(ScriptedGateway):
    def __init__(self):
        self.last_charge = None


class ForgetsTheZone(ScriptedGateway):
    def fetch(self, reference, config):
        outcome = super().fetch(reference, config)
        return replace(outcome, occurred_at=outcome.occurred_at.replace(tzinfo=None))


class GivesUpOnOutage(ScriptedGateway):
    def _world(self, config):
        try:
            return super()._world(config)
        except PluginError as error:
            raise PluginError(error.code, permanent=True) from error


BROKEN = [
    (ChargesTwice, "test_the_same_key_never_charges_twice", ["config", "good_method"]),
    (ChargesTwice, "test_the_same_key_gives_the_same_checkout", ["config", "order"]),
    (RaisesOnDecline, "test_a_decline_is_an_answer_with_a_code", ["config", "declined_method"]),
    (TrustsEverybody, "test_a_forged_event_is_refused_for_good", ["config", "make_event", "forgery"]),
    (GivesBackTooMuch, "test_more_than_was_charged_is_not_given_back", ["config", "good_method"]),
    (RoundsToCents, "test_a_paid_checkout_is_a_charge_of_the_whole_amount", ["config", "order", "pay"]),
    (ForgetsTheZone, "test_a_paid_checkout_is_a_charge_of_the_whole_amount", ["config", "order", "pay"]),
    (Remembers, "test_it_holds_no_state", []),
    (GivesUpOnOutage, "test_an_outage_may_be_tried_again", ["unreachable_config", "order", "good_method"]),
]


@pytest.mark.parametrize(("broken", "test", "needs"), BROKEN)
def test_the_suite_notices_a_broken_promise(world, broken, test, needs):
    given = {
        "config": {"world": world},
        "unreachable_config": {"world": "gone"},
        "order": make_checkout_order(),
        "pay": WORLDS[world].pay,
        "good_method": GOOD,
        "declined_method": DECLINED,
        "make_event": make_event,
        "forgery": "body",
    }
    arguments = {name: given[name] for name in needs}
    getattr(GatewayConformance(), test)(ScriptedGateway(), **arguments)
    given |= {"order": make_checkout_order()}
    with pytest.raises((AssertionError, PluginError, pytest.fail.Exception)):
        getattr(GatewayConformance(), test)(broken(), **{name: given[name] for name in needs})


def test_a_header_is_found_whatever_its_case():
    raw = make_event(GatewayEventKind.CHARGE_SUCCEEDED, "charge-1", Money.of("1.00", "EUR"), "pay:1")
    assert raw.header("SCRIPTED-SIGNATURE") == raw.headers["Scripted-Signature"]
    assert RawEvent({}, b"").header("Scripted-Signature") is None
