"""What the gateway keeps, as frozen values read from rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from saldo.kernel.money import Money


class ChargeStatus(StrEnum):
    """Where a charge stands. Only `succeeded` moved money."""

    CHALLENGED = "challenged"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    LOST = "lost"
    WON = "won"


@dataclass(frozen=True)
class Checkout:
    """An order to be paid on the hosted page. `key` is the merchant's order key; one checkout is paid at most once."""

    id: str
    key: str
    amount: Money
    description: str
    payee: str
    customer_name: str
    customer_email: str
    locale: str
    return_url: str
    cancel_url: str
    webhook_url: str
    metadata: Mapping[str, str]
    created_at: str
    expires_at: str


@dataclass(frozen=True)
class Charge:
    """One attempt to take money. Instants are ISO 8601 in UTC on the gateway's calendar."""

    id: str
    checkout_id: str | None
    order_key: str
    amount: Money
    fee: Money
    refunded: Money
    status: ChargeStatus
    decline_code: str | None
    card_slug: str
    last_four: str
    description: str
    payee: str
    customer_name: str
    webhook_url: str
    metadata: Mapping[str, str]
    dispute: DisputeStatus | None
    disputed: Money
    occurred_at: str

    @property
    def refundable(self) -> Money:
        """What may still be given back: nothing while or after the bank holds it in a dispute."""
        if self.status != ChargeStatus.SUCCEEDED or self.dispute in (DisputeStatus.OPEN, DisputeStatus.LOST):
            return Money.zero(self.amount.currency)
        return self.amount - self.refunded


@dataclass(frozen=True)
class Refund:
    """Money given back on a charge."""

    id: str
    charge_id: str
    amount: Money
    occurred_at: str


@dataclass(frozen=True)
class Delivery:
    """One sending of an event to the merchant. `state` is waiting, held, delivered, gave_up or no_address."""

    id: int
    event_id: str
    event_type: str
    charge_id: str
    url: str
    body: str
    due_at: float
    state: str
    attempts: int
    last_answer: str


def checkout_of(row: sqlite3.Row) -> Checkout:
    """A row of `checkout` as a value."""
    return Checkout(
        id=row["id"],
        key=row["key"],
        amount=Money(row["minor"], row["currency"]),
        description=row["description"],
        payee=row["payee"],
        customer_name=row["customer_name"],
        customer_email=row["customer_email"],
        locale=row["locale"],
        return_url=row["return_url"],
        cancel_url=row["cancel_url"],
        webhook_url=row["webhook_url"],
        metadata=json.loads(row["metadata"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def charge_of(row: sqlite3.Row) -> Charge:
    """A row of `charge` as a value."""
    currency = row["currency"]
    return Charge(
        id=row["id"],
        checkout_id=row["checkout_id"],
        order_key=row["order_key"],
        amount=Money(row["minor"], currency),
        fee=Money(row["fee_minor"], currency),
        refunded=Money(row["refunded_minor"], currency),
        status=ChargeStatus(row["status"]),
        decline_code=row["decline_code"],
        card_slug=row["card_slug"],
        last_four=row["last_four"],
        description=row["description"],
        payee=row["payee"],
        customer_name=row["customer_name"],
        webhook_url=row["webhook_url"],
        metadata=json.loads(row["metadata"]),
        dispute=DisputeStatus(row["dispute"]) if row["dispute"] else None,
        disputed=Money(row["disputed_minor"], currency),
        occurred_at=row["occurred_at"],
    )


def refund_of(row: sqlite3.Row) -> Refund:
    """A row of `refund` joined with its charge's currency as a value."""
    return Refund(row["id"], row["charge_id"], Money(row["minor"], row["currency"]), row["occurred_at"])


def delivery_of(row: sqlite3.Row) -> Delivery:
    """A row of `delivery` joined with its event as a value."""
    return Delivery(
        id=row["id"],
        event_id=row["event_id"],
        event_type=row["type"],
        charge_id=row["charge_id"],
        url=row["url"],
        body=row["body"],
        due_at=row["due_at"],
        state=row["state"],
        attempts=row["attempts"],
        last_answer=row["last_answer"],
    )
