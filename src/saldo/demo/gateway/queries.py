"""Reads of the gateway's books."""

from __future__ import annotations

import sqlite3

from saldo.demo.gateway.records import (
    Charge,
    Checkout,
    Delivery,
    Refund,
    charge_of,
    checkout_of,
    delivery_of,
    refund_of,
)

_DELIVERIES = (
    "select delivery.*, event.type, event.charge_id, event.body from delivery join event on event.id = event_id"
)
_COUNTING = "order by status in ('succeeded', 'pending') desc, rowid desc limit 1"


def find_checkout(db: sqlite3.Connection, checkout_id: str) -> Checkout | None:
    """The checkout with this id."""
    row = db.execute("select * from checkout where id = ?", (checkout_id,)).fetchone()
    return checkout_of(row) if row else None


def find_charge(db: sqlite3.Connection, charge_id: str) -> Charge | None:
    """The charge with this id."""
    row = db.execute("select * from charge where id = ?", (charge_id,)).fetchone()
    return charge_of(row) if row else None


def last_charge_of_checkout(db: sqlite3.Connection, checkout_id: str) -> Charge | None:
    """The attempt that counts: the one that took or is taking money, else the latest."""
    row = db.execute(f"select * from charge where checkout_id = ? {_COUNTING}", (checkout_id,)).fetchone()  # noqa: S608
    return charge_of(row) if row else None


def last_charge_of_key(db: sqlite3.Connection, order_key: str) -> Charge | None:
    """The attempt that counts for the merchant's order key."""
    row = db.execute(f"select * from charge where order_key = ? {_COUNTING}", (order_key,)).fetchone()  # noqa: S608
    return charge_of(row) if row else None


def list_charges(db: sqlite3.Connection, *, limit: int = 200) -> list[Charge]:
    """The newest charges first."""
    return [charge_of(row) for row in db.execute("select * from charge order by rowid desc limit ?", (limit,))]


def list_refunds(db: sqlite3.Connection, charge_id: str) -> list[Refund]:
    """The refunds of a charge in order."""
    rows = db.execute(
        "select refund.*, charge.currency from refund join charge on charge.id = charge_id where charge_id = ? "
        "order by refund.rowid",
        (charge_id,),
    )
    return [refund_of(row) for row in rows]


def list_deliveries(db: sqlite3.Connection, *, charge_id: str | None = None, limit: int = 200) -> list[Delivery]:
    """The newest deliveries first, of one charge or of all."""
    if charge_id is None:
        return [delivery_of(row) for row in db.execute(f"{_DELIVERIES} order by delivery.id desc limit ?", (limit,))]
    rows = db.execute(f"{_DELIVERIES} where charge_id = ? order by delivery.id desc limit ?", (charge_id, limit))
    return [delivery_of(row) for row in rows]


def next_delivery(db: sqlite3.Connection, *, at: float) -> Delivery | None:
    """The first delivery that is due at this Unix time."""
    row = db.execute(
        f"{_DELIVERIES} where state = 'waiting' and due_at <= ? order by due_at, delivery.id limit 1", (at,)
    ).fetchone()
    return delivery_of(row) if row else None


def next_due(db: sqlite3.Connection) -> float | None:
    """Unix time of the next thing to do, a delivery or a slow charge; None when nothing waits."""
    row = db.execute(
        "select min(due) from (select min(due_at) due from delivery where state = 'waiting' "
        "union all select min(settle_at) from charge where settle_at is not null)"
    ).fetchone()
    return row[0] if row else None


def read_setting(db: sqlite3.Connection, name: str, default: str) -> str:
    """A switch of the back office."""
    row = db.execute("select value from setting where name = ?", (name,)).fetchone()
    return row["value"] if row else default


def write_setting(db: sqlite3.Connection, name: str, value: str) -> None:
    """Set a switch of the back office."""
    db.execute(
        "insert into setting values (?, ?) on conflict (name) do update set value = excluded.value", (name, value)
    )
