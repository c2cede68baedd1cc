"""The simulator as a `saldo.spi.gateway.PaymentGateway`."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.plugins.gateways.simulator.readings import (
    read_charge,
    read_checkout,
    read_event,
    read_instant,
    read_or_refuse,
    read_refund,
)
from saldo.plugins.gateways.simulator.transport import Declined, Endpoint
from saldo.spi.gateway import (
    ChargeOrder,
    ChargeOutcome,
    Checkout,
    CheckoutOrder,
    GatewayEvent,
    RawEvent,
    RefundOrder,
    RefundOutcome,
    RefundStatus,
)

SIGNATURE_HEADER = "Saldo-Simulator-Signature"


class SimulatorGateway:
    """Stateless; every call opens one connection. The order's key goes along as `Idempotency-Key`."""

    name = "simulator"
    moves_money = False

    def checkout_url(self, order: CheckoutOrder, config: Mapping[str, str]) -> Checkout:
        """The simulator's card page for the order."""
        body = {
            **_amount(order.amount),
            **_common(config, order.metadata),
            "description": order.description,
            "customer_name": order.customer_name,
            "customer_email": order.customer_email,
            "locale": order.locale,
            "return_url": order.return_url,
            "cancel_url": order.cancel_url,
        }
        answer = Endpoint.of(config).post("/v1/checkouts", body, key=order.key)
        return read_or_refuse(lambda: Checkout(answer["id"], answer["url"]), code="bad_answer", permanent=False)

    def charge(self, order: ChargeOrder, config: Mapping[str, str]) -> ChargeOutcome:
        """Charge a saved test method (`pm_approved`, `pm_insufficient_funds`, ...) now."""
        body = {
            **_amount(order.amount),
            **_common(config, order.metadata),
            "method": order.method_reference,
            "description": order.description,
        }
        answer = Endpoint.of(config).post("/v1/charges", body, key=order.key)
        return read_or_refuse(lambda: read_charge(answer), code="bad_answer", permanent=False)

    def refund(self, order: RefundOrder, config: Mapping[str, str]) -> RefundOutcome:
        """Give back. The gateway's no (too much, disputed) is a declined outcome; its reference is the order's key."""
        body = {**_amount(order.amount), "charge": order.charge_reference, "reason": order.reason}
        try:
            answer = Endpoint.of(config).post("/v1/refunds", body, key=order.key)
        except Declined as refusal:
            if refusal.code == "key_reused":
                raise
            return _declined_refund(order, refusal)
        return read_or_refuse(lambda: read_refund(answer), code="bad_answer", permanent=False)

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[GatewayEvent]:
        """The event in a webhook. Its age is not judged: a repeat is told by its id."""
        secret = config.get("webhook_secret", "")
        if not secret:
            raise PluginError("not_configured", "The simulator gateway needs webhook_secret.", permanent=True)
        if not _is_signed(raw, secret):
            raise PluginError("bad_signature", "The webhook was not signed by the gateway.", permanent=True)
        return read_or_refuse(lambda: read_event(json.loads(raw.body)), code="bad_event", permanent=True)

    def fetch(self, reference: str, config: Mapping[str, str]) -> ChargeOutcome:
        """By the reference of a charge (`ch_`) or a checkout (`co_`)."""
        endpoint = Endpoint.of(config)
        if reference.startswith("co_"):
            checkout = endpoint.get(f"/v1/checkouts/{quote(reference, safe='')}")
            return read_or_refuse(lambda: read_checkout(checkout), code="bad_answer", permanent=False)
        charge = endpoint.get(f"/v1/charges/{quote(reference, safe='')}")
        return read_or_refuse(lambda: read_charge(charge), code="bad_answer", permanent=False)


def _amount(amount: Money) -> dict[str, str]:
    return {"amount": str(amount.decimal), "currency": amount.currency}


def _common(config: Mapping[str, str], metadata: Mapping[str, str]) -> dict[str, object]:
    named = {name: config[name] for name in ("payee", "webhook_url") if config.get(name)}
    return {**named, "metadata": dict(metadata)}


def _declined_refund(order: RefundOrder, refusal: Declined) -> RefundOutcome:
    occurred_at = read_or_refuse(lambda: read_instant(refusal.occurred_at), code="bad_answer", permanent=False)
    return RefundOutcome(
        status=RefundStatus.DECLINED,
        reference=order.key,
        charge_reference=order.charge_reference,
        amount=order.amount,
        occurred_at=occurred_at,
        decline_code=refusal.gateway_code,
    )


def _is_signed(raw: RawEvent, secret: str) -> bool:
    """Whether the header is `t=<unix>,v1=<hex hmac-sha256 of "t.body">` under the secret; compared in constant time."""
    header = re.fullmatch(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", raw.header(SIGNATURE_HEADER) or "", re.ASCII)
    if header is None:
        return False
    expected = hmac.new(secret.encode(), header[1].encode() + b"." + raw.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header[2])
