"""What the simulator's JSON means in Saldo's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.spi.gateway import ChargeOutcome, ChargeStatus, GatewayEvent, GatewayEventKind, RefundOutcome, RefundStatus

Read = TypeVar("Read")

_STATUSES = {
    "succeeded": ChargeStatus.SUCCEEDED,
    "declined": ChargeStatus.DECLINED,
    "pending": ChargeStatus.PENDING,
    "challenged": ChargeStatus.PENDING,  # the holder is at the bank's page
}

_KINDS = {
    "charge.succeeded": GatewayEventKind.CHARGE_SUCCEEDED,
    "charge.failed": GatewayEventKind.CHARGE_FAILED,
    "charge.pending": GatewayEventKind.CHARGE_PENDING,
    "refund.succeeded": GatewayEventKind.REFUND_SUCCEEDED,
    "dispute.opened": GatewayEventKind.DISPUTE_OPENED,
    "dispute.lost": GatewayEventKind.DISPUTE_LOST,
    "dispute.won": GatewayEventKind.DISPUTE_WON,
}


def read_or_refuse(read: Callable[[], Read], *, code: str, permanent: bool) -> Read:
    """The reading; a missing or impossible field becomes a PluginError with this code."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PluginError(code, "A field of the gateway's data cannot be read.", permanent=permanent) from error


def read_charge(charge: Mapping[str, Any]) -> ChargeOutcome:
    """A charge of the API."""
    status = _STATUSES[charge["status"]]
    currency = _text(charge, "currency")
    return ChargeOutcome(
        status=status,
        reference=_text(charge, "id"),
        amount=Money.of(_text(charge, "amount"), currency),
        occurred_at=read_instant(_text(charge, "occurred_at")),
        decline_code=_text(charge, "decline_code") if status is ChargeStatus.DECLINED else None,
        fee=Money.of(_text(charge, "fee"), currency) if status is ChargeStatus.SUCCEEDED else None,
    )


def read_checkout(checkout: Mapping[str, Any]) -> ChargeOutcome:
    """A checkout of the API: its charge once one took or is taking the money.

    Until then it is pending, also after a declined try: the customer may use another card. Once expired, declined.
    """
    if checkout["status"] in ("paid", "pending"):
        return read_charge(checkout["charge"])
    expired = checkout["status"] == "expired"
    return ChargeOutcome(
        status=ChargeStatus.DECLINED if expired else ChargeStatus.PENDING,
        reference=_text(checkout, "id"),
        amount=Money.of(_text(checkout, "amount"), _text(checkout, "currency")),
        occurred_at=read_instant(_text(checkout, "expires_at" if expired else "created_at")),
        decline_code="checkout_expired" if expired else None,
    )


def read_refund(refund: Mapping[str, Any]) -> RefundOutcome:
    """A refund of the API."""
    return RefundOutcome(
        status=RefundStatus(refund["status"]),
        reference=_text(refund, "id"),
        charge_reference=_text(refund, "charge"),
        amount=Money.of(_text(refund, "amount"), _text(refund, "currency")),
        occurred_at=read_instant(_text(refund, "occurred_at")),
    )


def read_event(event: Mapping[str, Any]) -> list[GatewayEvent]:
    """A webhook's body; empty for a kind that means nothing to Saldo."""
    kind = _KINDS.get(event["type"])
    if kind is None:
        return []
    charge = event["charge"]
    data = {
        name: charge[name] for name in ("checkout", "decline_code", "last_four", "fee", "refunded") if name in charge
    }
    data |= {name: event[name] for name in ("refund",) if name in event}
    return [
        GatewayEvent(
            id=_text(event, "id"),
            kind=kind,
            reference=_text(charge, "id"),
            occurred_at=read_instant(_text(event, "created")),
            amount=Money.of(_text(event, "amount"), _text(event, "currency")),
            order_key=event.get("order_key"),
            data=data,
        )
    ]


def read_instant(text: str) -> datetime:
    """ISO 8601 with a zone, as UTC."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(UTC)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values[name]
    if not isinstance(value, str) or not value:
        raise TypeError(name)
    return value
