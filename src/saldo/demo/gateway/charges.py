"""What the gateway does with money: open a checkout, charge, challenge, settle, refund, dispute. Writes happen here.

Every function joins the caller's transaction and announces what it changed in it. `at` is the instant on the gateway's
calendar.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from saldo.demo.gateway import queries
from saldo.demo.gateway.cards import Behaviour, Card, card_of_slug
from saldo.demo.gateway.checks import seconds_of
from saldo.demo.gateway.errors import ApiError
from saldo.demo.gateway.records import Charge, ChargeStatus, Checkout, DisputeStatus, Refund
from saldo.demo.gateway.webhooks import announce
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

CHECKOUT_LIFE = timedelta(hours=24)
SETTLE_SECONDS = 8.0
FEE_PER_MILLE = 14
"""The simulated price of a charge: 1.4 %, half up to the minor unit."""

_EVENT_OF_STATUS = {
    ChargeStatus.SUCCEEDED: "charge.succeeded",
    ChargeStatus.PENDING: "charge.pending",
    ChargeStatus.DECLINED: "charge.failed",
}


@dataclass(frozen=True)
class Order:
    """What a charge is for; of a checkout, or of an API call with a stored method."""

    order_key: str
    amount: Money
    description: str
    payee: str
    customer_name: str
    webhook_url: str
    metadata: dict[str, str]
    checkout_id: str | None = None


def iso(instant: datetime) -> str:
    """UTC with milliseconds, as every instant of the API is written."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fee_of(amount: Money) -> Money:
    """What the gateway would keep."""
    return Money((amount.minor * FEE_PER_MILLE + 500) // 1000, amount.currency)


def open_checkout(
    db: sqlite3.Connection,
    order: Order,
    *,
    customer_email: str,
    locale: str,
    return_url: str,
    cancel_url: str,
    at: datetime,
) -> Checkout:
    """A page to be paid on. The key is unique: the caller answers a repeat from its stored answer."""
    checkout_id = f"co_{new_id().hex}"
    db.execute(
        "insert into checkout values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            checkout_id, order.order_key, order.amount.minor, order.amount.currency, order.description, order.payee,
            order.customer_name, customer_email, locale, return_url, cancel_url, order.webhook_url,
            json.dumps(order.metadata), iso(at), iso(at + CHECKOUT_LIFE),
        ),
    )  # fmt: skip
    checkout = queries.find_checkout(db, checkout_id)
    assert checkout is not None
    return checkout


def order_of(checkout: Checkout) -> Order:
    """What a charge of this checkout is for."""
    return Order(
        order_key=checkout.key,
        amount=checkout.amount,
        description=checkout.description,
        payee=checkout.payee,
        customer_name=checkout.customer_name,
        webhook_url=checkout.webhook_url,
        metadata=dict(checkout.metadata),
        checkout_id=checkout.id,
    )


def charge_card(db: sqlite3.Connection, order: Order, card: Card, *, at: datetime, present: bool) -> Charge:
    """Charge a test card. `present`: its holder is at the page and can answer a challenge, which declines otherwise.

    A checkout that is paid or being paid already is not charged again: its charge is returned.
    """
    if standing := _standing_charge(db, order.checkout_id):
        return standing
    status, decline_code = _decide(card, present=present)
    charge_id = f"ch_{new_id().hex}"
    settle = seconds_of(order.metadata, "simulator_settle_seconds", default=SETTLE_SECONDS)
    db.execute(
        "insert into charge (id, checkout_id, order_key, minor, currency, fee_minor, status, decline_code, card_slug, "
        "last_four, description, payee, customer_name, webhook_url, metadata, occurred_at, settle_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            charge_id, order.checkout_id, order.order_key, order.amount.minor, order.amount.currency,
            fee_of(order.amount).minor if status == ChargeStatus.SUCCEEDED else 0, status.value, decline_code,
            card.slug, card.last_four, order.description, order.payee, order.customer_name, order.webhook_url,
            json.dumps(order.metadata), iso(at), time.time() + settle if status == ChargeStatus.PENDING else None,
        ),
    )  # fmt: skip
    return _announce_status(db, charge_id, at)


def _standing_charge(db: sqlite3.Connection, checkout_id: str | None) -> Charge | None:
    """The charge that took, or is taking, the money of this checkout."""
    charge = queries.last_charge_of_checkout(db, checkout_id) if checkout_id else None
    return charge if charge and charge.status in (ChargeStatus.SUCCEEDED, ChargeStatus.PENDING) else None


def _decide(card: Card, *, present: bool) -> tuple[ChargeStatus, str | None]:
    match card.behaviour:
        case Behaviour.DECLINE:
            return ChargeStatus.DECLINED, card.decline_code
        case Behaviour.CHALLENGE:
            return (ChargeStatus.CHALLENGED, None) if present else (ChargeStatus.DECLINED, "authentication_required")
        case Behaviour.SLOW_APPROVE | Behaviour.SLOW_DECLINE:
            return ChargeStatus.PENDING, None
        case Behaviour.OUTAGE:
            raise ApiError("outage", "The gateway is out of order. Nothing was charged.", status=503)
    return ChargeStatus.SUCCEEDED, None


def answer_challenge(db: sqlite3.Connection, charge: Charge, *, confirmed: bool, at: datetime) -> Charge:
    """The holder confirmed or refused at the bank. A challenge that is over, or overtaken, changes nothing."""
    if charge.status != ChargeStatus.CHALLENGED:
        return charge
    if standing := _standing_charge(db, charge.checkout_id):
        return standing
    status = ChargeStatus.SUCCEEDED if confirmed else ChargeStatus.DECLINED
    return _set_status(db, charge, status, None if confirmed else "authentication_failed", at)


def settle_due_charges(db: sqlite3.Connection, unix: float, *, now: Callable[[], datetime]) -> None:
    """Decide the slow charges whose time has come."""
    for row in db.execute("select id from charge where settle_at <= ? order by settle_at", (unix,)).fetchall():
        charge = queries.find_charge(db, row["id"])
        assert charge is not None
        card = card_of_slug(charge.card_slug)
        declined = card is not None and card.behaviour == Behaviour.SLOW_DECLINE
        status = ChargeStatus.DECLINED if declined else ChargeStatus.SUCCEEDED
        _set_status(db, charge, status, card.decline_code if card and declined else None, now())


def _set_status(
    db: sqlite3.Connection, charge: Charge, status: ChargeStatus, decline_code: str | None, at: datetime
) -> Charge:
    fee = fee_of(charge.amount).minor if status == ChargeStatus.SUCCEEDED else 0
    db.execute(
        "update charge set status = ?, decline_code = ?, fee_minor = ?, occurred_at = ?, settle_at = null where id = ?",
        (status.value, decline_code, fee, iso(at), charge.id),
    )
    return _announce_status(db, charge.id, at)


def _announce_status(db: sqlite3.Connection, charge_id: str, at: datetime) -> Charge:
    charge = _charge(db, charge_id)
    if kind := _EVENT_OF_STATUS.get(charge.status):
        announce(db, kind, charge, amount=charge.amount, at=iso(at))
    return charge


def refund_charge(db: sqlite3.Connection, charge: Charge, amount: Money, *, reason: str, at: datetime) -> Refund:
    """Give back up to what is left. Raises ApiError: currency_mismatch, not_refundable, refund_exceeds_charge."""
    if amount.currency != charge.amount.currency:
        raise ApiError("currency_mismatch", "A refund is in the currency of its charge.", field="currency")
    if not charge.refundable:
        raise ApiError("not_refundable", "There is nothing on this charge that could be given back.", status=409)
    if amount > charge.refundable:
        raise ApiError("refund_exceeds_charge", "That is more than is left of the charge.", field="amount")
    refund = Refund(f"re_{new_id().hex}", charge.id, amount, iso(at))
    db.execute("insert into refund values (?, ?, ?, ?)", (refund.id, charge.id, amount.minor, refund.occurred_at))
    db.execute("update charge set refunded_minor = refunded_minor + ? where id = ?", (amount.minor, charge.id))
    more = {"refund": {"id": refund.id, "reason": reason}}
    announce(db, "refund.succeeded", _charge(db, charge.id), amount=amount, at=iso(at), more=more)
    return refund


def open_dispute(db: sqlite3.Connection, charge: Charge, *, at: datetime) -> Charge:
    """The holder tells the bank that this was not right; all that is not refunded is in dispute."""
    amount = charge.refundable
    if not amount or charge.dispute is not None:
        raise ApiError("not_disputable", "This charge cannot be disputed, or was already.", status=409)
    db.execute("update charge set dispute = 'open', disputed_minor = ? where id = ?", (amount.minor, charge.id))
    charge = _charge(db, charge.id)
    announce(db, "dispute.opened", charge, amount=amount, at=iso(at))
    return charge


def decide_dispute(db: sqlite3.Connection, charge: Charge, *, won: bool, at: datetime) -> Charge:
    """The bank decides: won, and the merchant keeps the money; lost, and it is gone."""
    if charge.dispute != DisputeStatus.OPEN:
        raise ApiError("no_open_dispute", "There is no open dispute on this charge.", status=409)
    word = DisputeStatus.WON if won else DisputeStatus.LOST
    db.execute("update charge set dispute = ? where id = ?", (word.value, charge.id))
    charge = _charge(db, charge.id)
    announce(db, f"dispute.{word.value}", charge, amount=charge.disputed, at=iso(at))
    return charge


def _charge(db: sqlite3.Connection, charge_id: str) -> Charge:
    charge = queries.find_charge(db, charge_id)
    assert charge is not None
    return charge
