"""A small gateway that keeps every promise, so that the suite itself can be tried, and one that breaks any of them."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.spi.gateway import (
    ChargeOrder,
    ChargeOutcome,
    ChargeStatus,
    Checkout,
    CheckoutOrder,
    GatewayEvent,
    GatewayEventKind,
    RawEvent,
    RefundOrder,
    RefundOutcome,
    RefundStatus,
)

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
GOOD, DECLINED = "method-good", "method-declined"
SECRET = "whsec"


@dataclass
class World:
    """What the provider keeps on its side."""

    by_key: dict[str, object] = field(default_factory=dict)
    charges: dict[str, ChargeOutcome] = field(default_factory=dict)
    checkouts: dict[str, ChargeOutcome] = field(default_factory=dict)
    refunded_minor: dict[str, int] = field(default_factory=dict)

    def pay(self, checkout: Checkout) -> None:
        pending = self.checkouts[checkout.reference]
        paid = ChargeOutcome(ChargeStatus.SUCCEEDED, f"charge-of-{checkout.reference}", pending.amount, NOON)
        self.checkouts[checkout.reference] = self.charges[paid.reference] = paid


WORLDS: dict[str, World] = {}


def sign(body: bytes) -> RawEvent:
    return RawEvent({"Scripted-Signature": hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}, body)


def make_event(kind: GatewayEventKind, reference: str, amount: Money, key: str) -> RawEvent:
    row = {"id": f"{kind}-{reference}", "kind": kind, "reference": reference, "key": key}
    return sign(json.dumps(row | {"minor": amount.minor, "currency": amount.currency}).encode())


class ScriptedGateway:
    name = "scripted"

    def _world(self, config: Mapping[str, str]) -> World:
        if "world" not in config:
            raise PluginError("not_configured", permanent=True)
        if config["world"] not in WORLDS:
            raise PluginError("outage", permanent=False)
        return WORLDS[config["world"]]

    def _once(self, world: World, key: str, make):
        if key not in world.by_key:
            world.by_key[key] = make()
        return world.by_key[key]

    def checkout_url(self, order: CheckoutOrder, config: Mapping[str, str]) -> Checkout:
        world = self._world(config)

        def make() -> Checkout:
            reference = f"checkout-{len(world.by_key)}"
            world.checkouts[reference] = ChargeOutcome(ChargeStatus.PENDING, reference, order.amount, NOON)
            return Checkout(reference, f"http://127.0.0.1/{reference}")

        return self._once(world, order.key, make)

    def charge(self, order: ChargeOrder, config: Mapping[str, str]) -> ChargeOutcome:
        world = self._world(config)

        def make() -> ChargeOutcome:
            reference = f"charge-{len(world.by_key)}"
            declined = order.method_reference == DECLINED
            status = ChargeStatus.DECLINED if declined else ChargeStatus.SUCCEEDED
            code = "insufficient_funds" if declined else None
            world.charges[reference] = ChargeOutcome(status, reference, order.amount, NOON, code)
            return world.charges[reference]

        return self._once(world, order.key, make)

    def refund(self, order: RefundOrder, config: Mapping[str, str]) -> RefundOutcome:
        world = self._world(config)

        def make() -> RefundOutcome:
            charge = world.charges[order.charge_reference]
            refunded = world.refunded_minor.get(charge.reference, 0) + order.amount.minor
            reference = f"refund-{len(world.by_key)}"
            if refunded > charge.amount.minor:
                status, code = RefundStatus.DECLINED, "amount_too_large"
            else:
                status, code = RefundStatus.SUCCEEDED, None
                world.refunded_minor[charge.reference] = refunded
            return RefundOutcome(status, reference, charge.reference, order.amount, NOON, code)

        return self._once(world, order.key, make)

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[GatewayEvent]:
        signature = raw.header("scripted-signature") or ""
        if not hmac.compare_digest(signature, sign(raw.body).headers["Scripted-Signature"]):
            raise PluginError("bad_signature", permanent=True)
        row = json.loads(raw.body)
        if row["kind"] not in set(GatewayEventKind):
            return []
        amount = Money(row["minor"], row["currency"])
        return [GatewayEvent(row["id"], GatewayEventKind(row["kind"]), row["reference"], NOON, amount, row["key"])]

    def fetch(self, reference: str, config: Mapping[str, str]) -> ChargeOutcome:
        world = self._world(config)
        found = world.checkouts.get(reference) or world.charges.get(reference)
        if found is None:
            raise PluginError("not_found", permanent=True)
        return found
