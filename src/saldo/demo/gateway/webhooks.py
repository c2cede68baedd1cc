"""Events and how they reach the merchant: signed, retried, and on wish late, repeated or in the wrong order."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

from saldo.demo.gateway import queries
from saldo.demo.gateway.checks import copies_of, seconds_of
from saldo.demo.gateway.records import Charge, Delivery
from saldo.demo.pages.post import TIMEOUT_SECONDS, post, sign
from saldo.demo.pages.store import Store
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

logger = logging.getLogger(__name__)

SIGNATURE_HEADER = "Saldo-Simulator-Signature"
BACK_OFF_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0, 3600.0, 3600.0, 3600.0)
REVERSED_WAIT_SECONDS = 30.0
"""How long an early event of a reversed order waits for a later one to overtake it."""


def charge_json(charge: Charge) -> dict[str, Any]:
    """A charge as the API and the webhooks show it."""
    currency = charge.amount.currency
    return {
        "id": charge.id,
        "checkout": charge.checkout_id,
        "order_key": charge.order_key,
        "status": charge.status.value,
        "amount": str(charge.amount.decimal),
        "refunded": str(charge.refunded.decimal),
        "fee": str(charge.fee.decimal),
        "currency": currency,
        "decline_code": charge.decline_code,
        "method": f"pm_{charge.card_slug}",
        "last_four": charge.last_four,
        "dispute": charge.dispute.value if charge.dispute else None,
        "description": charge.description,
        "metadata": dict(charge.metadata),
        "occurred_at": charge.occurred_at,
    }


def announce(
    db: sqlite3.Connection, kind: str, charge: Charge, *, amount: Money, at: str, more: dict[str, Any] | None = None
) -> None:
    """Write the event and its deliveries, in the transaction of the change itself."""
    event_id = f"evt_{new_id().hex}"
    body = json.dumps(
        {
            "id": event_id,
            "type": kind,
            "created": at,
            "amount": str(amount.decimal),
            "currency": amount.currency,
            "order_key": charge.order_key,
            "charge": charge_json(charge),
            **(more or {}),
        },
        ensure_ascii=False,
    )
    db.execute("insert into event values (?, ?, ?, ?, ?)", (event_id, kind, charge.id, body, at))
    _enqueue(db, event_id, kind, charge)


def _enqueue(db: sqlite3.Connection, event_id: str, kind: str, charge: Charge) -> None:
    delay = seconds_of(charge.metadata, "simulator_webhook_delay_seconds", default=0)
    due_at = time.time() + delay
    if charge.metadata.get("simulator_webhook_order") == "reversed":
        if kind == "charge.pending":
            due_at += REVERSED_WAIT_SECONDS
        else:
            _let_follow(db, charge.id, after=due_at)
    state = "waiting" if charge.webhook_url else "no_address"
    if state == "waiting" and queries.read_setting(db, "webhooks", "send") == "hold":
        state = "held"
    for copy in range(copies_of(charge.metadata)):
        _add_delivery(db, event_id, charge.webhook_url, state, due_at + copy * 0.01)


def _let_follow(db: sqlite3.Connection, charge_id: str, *, after: float) -> None:
    """What waited to be overtaken goes out after the one that overtakes it."""
    db.execute(
        "update delivery set due_at = ? where state = 'waiting' and attempts = 0 and due_at > ? "
        "and event_id in (select id from event where charge_id = ?)",
        (after + 0.5, after + 0.5, charge_id),
    )


def _add_delivery(db: sqlite3.Connection, event_id: str, url: str, state: str, due_at: float) -> None:
    db.execute(
        "insert into delivery (event_id, url, due_at, state) values (?, ?, ?, ?)", (event_id, url, due_at, state)
    )


def send_again(db: sqlite3.Connection, delivery_id: int, *, times: int) -> bool:
    """Send the event of this delivery again; False when there is no such delivery or no address."""
    row = db.execute("select event_id, url from delivery where id = ?", (delivery_id,)).fetchone()
    if row is None or not row["url"]:
        return False
    for copy in range(times):
        _add_delivery(db, row["event_id"], row["url"], "waiting", time.time() + copy * 0.01)
    return True


def release(db: sqlite3.Connection, *, newest_first: bool) -> int:
    """Let go what is held back, in order or in reverse; how many."""
    held = db.execute("select id from delivery where state = 'held' order by id").fetchall()
    now = time.time()
    for place, row in enumerate(reversed(held) if newest_first else held):
        db.execute("update delivery set state = 'waiting', due_at = ? where id = ?", (now + place * 0.01, row["id"]))
    return len(held)


class Courier:
    """One thread that settles slow charges and sends what is due, one after another, so that order means something."""

    def __init__(self, store: Store, secret: str, settle_due: Callable[[sqlite3.Connection, float], None]) -> None:
        self._store = store
        self._secret = secret
        self._settle_due = settle_due
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Work from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the delivery in hand and stop; the rest waits in the store."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(TIMEOUT_SECONDS + 5)

    def wake(self) -> None:
        """Something new may be due."""
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                busy = self._step()
            except Exception:
                logger.exception("courier failed")
                busy = False
                self._woken.wait(1.0)
            if not busy:
                self._woken.wait(self._pause())

    def _step(self) -> bool:
        """Do one thing; False when nothing is due."""
        now = time.time()
        with self._store.transaction() as db:
            self._settle_due(db, now)
            delivery = queries.next_delivery(db, at=now)
        if delivery is None:
            return False
        answer = self._send(delivery)
        with self._store.transaction() as db:
            self._record(db, delivery, answer)
        return True

    def _pause(self) -> float:
        with self._store.transaction() as db:
            due = queries.next_due(db)
        return 60.0 if due is None else min(60.0, max(0.0, due - time.time()))

    def _send(self, delivery: Delivery) -> str:
        body = delivery.body.encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Saldo-Simulator",
            SIGNATURE_HEADER: sign(self._secret, body, at=int(time.time())),
        }
        return post(delivery.url, body, headers)

    def _record(self, db: sqlite3.Connection, delivery: Delivery, answer: str) -> None:
        attempts = delivery.attempts + 1
        if answer.startswith("2"):
            state, due_at = "delivered", delivery.due_at
        elif attempts > len(BACK_OFF_SECONDS):
            state, due_at = "gave_up", delivery.due_at
        else:
            state, due_at = "waiting", time.time() + BACK_OFF_SECONDS[attempts - 1]
        db.execute(
            "update delivery set state = ?, due_at = ?, attempts = ?, last_answer = ? where id = ?",
            (state, due_at, attempts, answer[:200], delivery.id),
        )
