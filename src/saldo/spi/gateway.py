"""A payment gateway: takes a customer's money and tells what became of it.

Promises that the conformance suite checks (tests/conformance/gateway.py):

- An order's `key` makes a retry not a second time: the same key gives the same checkout, charge or refund, whatever
  happened in between. A caller that lost the answer asks again with the key.
- A decline is an answer, not an error. PluginError is raised when there is no answer: permanent=False when asking
  again may help (time-out, rate limit, outage), permanent=True when it will not (code "not_configured" without the
  config it needs).
- `parse_event` verifies the signature first and raises PluginError("bad_signature", permanent=True) for anything it
  did not sign. An event of a kind that means nothing to Saldo gives an empty list. It reads nothing but its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from saldo.kernel.money import Money
from saldo.spi.raw_event import RawEvent

__all__ = [
    "Checkout",
    "CheckoutOrder",
    "ChargeOrder",
    "ChargeOutcome",
    "ChargeStatus",
    "GatewayEvent",
    "GatewayEventKind",
    "PaymentGateway",
    "RawEvent",
    "RefundOrder",
    "RefundOutcome",
    "RefundStatus",
]


class ChargeStatus(StrEnum):
    """UNKNOWN: the gateway cannot say yet; the money may have moved, so nobody may charge again under another key."""

    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    PENDING = "pending"
    UNKNOWN = "unknown"


class RefundStatus(StrEnum):
    """As ChargeStatus, for the way back."""

    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    PENDING = "pending"
    UNKNOWN = "unknown"


class GatewayEventKind(StrEnum):
    CHARGE_SUCCEEDED = "charge_succeeded"
    CHARGE_FAILED = "charge_failed"
    CHARGE_PENDING = "charge_pending"
    REFUND_SUCCEEDED = "refund_succeeded"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"


@dataclass(frozen=True, slots=True)
class CheckoutOrder:
    """Asks for a hosted page on which the customer pays `amount`. `key` is the caller's, made before the first try."""

    key: str
    amount: Money
    description: str
    customer_name: str
    customer_email: str
    locale: str
    return_url: str
    cancel_url: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkout:
    """The gateway's reference for the hosted page, and the address to send the customer to."""

    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """Asks to charge a method that the customer saved before; `method_reference` is the gateway's name for it."""

    key: str
    amount: Money
    method_reference: str
    description: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChargeOutcome:
    """What became of a charge. `occurred_at` is aware, in UTC; `decline_code` is set exactly when DECLINED; `fee`
    where the gateway says it.

    `reference` is the charge's; while a checkout has no charge yet it is the checkout's, with PENDING.
    """

    status: ChargeStatus
    reference: str
    amount: Money
    occurred_at: datetime
    decline_code: str | None = None
    fee: Money | None = None


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """Asks to give `amount` (positive, at most what was charged) of a charge back."""

    key: str
    charge_reference: str
    amount: Money
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """What became of a refund; `reference` is the refund's own. `decline_code` is set exactly when DECLINED."""

    status: RefundStatus
    reference: str
    charge_reference: str
    amount: Money
    occurred_at: datetime
    decline_code: str | None = None


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """One thing that the gateway reports. `id` is the gateway's and the same on every repeat of the event.

    `reference` is the charge's also for refunds and disputes; `amount` is what this event is about, positive.
    `order_key` is the key of the order behind the charge where the gateway sends it back, else None. `data` holds
    what else it said (plain JSON values), for people.
    """

    id: str
    kind: GatewayEventKind
    reference: str
    occurred_at: datetime
    amount: Money
    order_key: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class PaymentGateway(Protocol):
    """A stateless payment gateway; see the module for what it promises. `name` is stored beside each payment; never
    rename one. A gateway that only simulates says `moves_money = False`: nothing else may be used in test mode.
    """

    @property
    def name(self) -> str: ...

    def checkout_url(self, order: CheckoutOrder, config: Mapping[str, str]) -> Checkout:
        """The hosted page for the order."""
        ...

    def charge(self, order: ChargeOrder, config: Mapping[str, str]) -> ChargeOutcome:
        """Charge a saved method now."""
        ...

    def refund(self, order: RefundOrder, config: Mapping[str, str]) -> RefundOutcome:
        """Give a charge back, whole or in part."""
        ...

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[GatewayEvent]:
        """The events in a webhook, its signature verified."""
        ...

    def fetch(self, reference: str, config: Mapping[str, str]) -> ChargeOutcome:
        """What the gateway knows now, by the reference of a charge or of a checkout. PluginError "not_found",
        permanent, if neither.
        """
        ...
