"""Payments, gateways and checkouts as the stories need them, made through the actions."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from saldo.base.tenants.frame import current_frame, frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.kernel.calendar import business_date
from saldo.kernel.clock import Clock
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment, connect_gateway, open_checkout, record_payments
from saldo.payments.queries import CheckoutSheet
from saldo.settlement.actions import receive_payments
from tests.factories.cast import House


def euros(amount: str) -> Money:
    """An amount in euros."""
    return Money.of(amount, "EUR")


def new_payment(house: House, customer_id: UUID, amount: str = "1000.00", **overrides: Any) -> NewPayment:
    """A bank transfer in euros, received on `received_on` (the clock's day where left out). Needs an open frame."""
    payment_id = overrides.pop("id", None) or new_id()
    details: dict[str, Any] = {
        "key": f"test:{payment_id}",
        "customer_id": customer_id,
        "legal_entity_id": house.entity_id,
        "method": "transfer",
        "amount": overrides.pop("money", None) or euros(amount),
        "reference": "RF18 5390 0754 7034",
    }
    if "received_on" not in overrides:
        zone = get_legal_entity(house.tenant_id, house.entity_id).time_zone
        details["received_on"] = business_date(current_frame().now, zone)
    return NewPayment(id=payment_id, **{**details, **overrides})


def make_payment(house: House, clock: Clock, customer_id: UUID, amount: str = "1000.00", **overrides: Any) -> UUID:
    """Record a payment in a frame of its own and return its id; it settles nothing yet."""
    with frame(house.tenant_id, clock=clock):
        return record_payments([new_payment(house, customer_id, amount, **overrides)], actor=house.alice).only()


def make_settled(
    house: House,
    clock: Clock,
    customer_id: UUID,
    amount: str = "1000.00",
    *,
    items: Mapping[UUID, Money] | None = None,
    on: date | None = None,
    **overrides: Any,
) -> UUID:
    """Receive a payment in a frame of its own, settle with it and return its id."""
    with frame(house.tenant_id, clock=clock):
        new = new_payment(house, customer_id, amount, **overrides)
        said = {new.id: items} if items else {}
        return receive_payments([new], items=said, on=on, actor=house.bob).only()


def make_gateway(house: House, clock: Clock, *, plugin: str = "simulator", **config: str) -> tuple[UUID, str]:
    """Connect the issuer to a gateway; its id, and the address to which it reports."""
    account_id = new_id()
    settings = {"api_url": "http://127.0.0.1:1", "api_key": "sk_test", "webhook_secret": "whsec_simulator", **config}
    with frame(house.tenant_id, clock=clock):
        address = connect_gateway(
            account_id,
            legal_entity_id=house.entity_id,
            plugin=plugin,
            name="Cards",
            config=settings,
            actor=house.alice,
        )
    return account_id, address


def make_checkout(
    house: House, clock: Clock, customer_id: UUID, gateway_id: UUID, items: Mapping[UUID, Money]
) -> CheckoutSheet:
    """Open a checkout in a frame of its own."""
    with frame(house.tenant_id, clock=clock):
        return open_checkout(
            customer_id,
            items=items,
            gateway_account_id=gateway_id,
            return_url="http://127.0.0.1:8000/p/x/paid/{checkout}/",
            cancel_url="http://127.0.0.1:8000/p/x/",
            actor=house.night,
        )


def simulator_event(
    kind: str,
    *,
    order_key: str | None,
    amount: str,
    currency: str = "EUR",
    charge: str = "ch_1",
    event_id: str = "",
    at: str = "2026-03-02T10:00:00.000Z",
    **more: Any,
) -> tuple[bytes, dict[str, str]]:
    """The body of a simulator's webhook and the header that signs it; `more` goes into the charge."""
    body = json.dumps(
        {
            "id": event_id or f"evt_{new_id().hex}",
            "type": kind,
            "created": at,
            "amount": amount,
            "currency": currency,
            "order_key": order_key,
            "charge": {"id": charge, "last_four": "4242", **more},
        }
    ).encode()
    signature = hmac.new(b"whsec_simulator", b"1772445600." + body, hashlib.sha256).hexdigest()
    return body, {"Saldo-Simulator-Signature": f"t=1772445600,v1={signature}"}
