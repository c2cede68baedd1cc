"""The JSON API: `/v1/checkouts`, `/v1/charges`, `/v1/refunds`.

Every POST needs `Idempotency-Key`: the same key with the same body gives the same answer for ever, with another body
409 `key_reused`. Refusals are `{"error": {"code", "message", "field", "occurred_at"}}`; a declined charge is an
answer (200).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable
from typing import Any

from saldo.demo.gateway import queries
from saldo.demo.gateway.cards import Behaviour, card_of_method
from saldo.demo.gateway.charges import Order, charge_card, iso, open_checkout, refund_charge
from saldo.demo.gateway.checks import (
    check_fields,
    check_key,
    check_metadata,
    check_money,
    check_text,
    check_url,
)
from saldo.demo.gateway.errors import ApiError
from saldo.demo.gateway.machine import Machine
from saldo.demo.gateway.records import ChargeStatus, Checkout
from saldo.demo.gateway.webhooks import charge_json
from saldo.demo.pages.wsgi import Request, Response, Route, json_response

CHECKOUT_FIELDS = frozenset(
    {
        "amount", "currency", "description", "payee", "customer_name", "customer_email", "locale", "return_url",
        "cancel_url", "webhook_url", "metadata",
    }
)  # fmt: skip
CHARGE_FIELDS = frozenset({"amount", "currency", "method", "description", "payee", "webhook_url", "metadata"})
REFUND_FIELDS = frozenset({"charge", "amount", "currency", "reason"})

Verb = Callable[[sqlite3.Connection, Request, str, Any], dict[str, Any]]


class Api:
    """The API over one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            ("POST", "/v1/checkouts", self._post("checkouts", self._create_checkout)),
            ("GET", "/v1/checkouts/<checkout_id>", self._get(self._fetch_checkout)),
            ("POST", "/v1/charges", self._post("charges", self._create_charge)),
            ("GET", "/v1/charges", self._get(self._fetch_charge_of_key)),
            ("GET", "/v1/charges/<charge_id>", self._get(self._fetch_charge)),
            ("POST", "/v1/refunds", self._post("refunds", self._create_refund)),
        ]

    # The frame of every call

    def _get(self, read: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
        def handle(request: Request, **names: str) -> Response:
            try:
                self._authenticate(request)
                with self._machine.store.transaction() as db:
                    fault = queries.read_setting(db, "api", "works")
                    if fault == "outage":
                        raise _outage()
                    answer = read(db, request, **names)
            except ApiError as error:
                return _refusal(error, iso(self._machine.clock.now()))
            if fault == "answer_lost":
                request.hang_up()
            return json_response(200, answer)

        return handle

    def _post(self, scope: str, verb: Verb) -> Callable[[Request], Response]:
        def handle(request: Request) -> Response:
            try:
                self._authenticate(request)
                key = check_key(request.headers.get("idempotency-key"))
                body = _body(request)
                with self._machine.store.transaction() as db:
                    struck = self._is_struck(db, scope, key, body)
                if struck:
                    raise _outage()
                with self._machine.store.transaction() as db:
                    lost, replayed, answer = self._once(db, scope, key, body, request, verb)
            except ApiError as error:
                return _refusal(error, iso(self._machine.clock.now()))
            self._machine.courier.wake()
            if lost:
                request.hang_up()
            return json_response(200, answer, headers=[("Idempotent-Replayed", "true")] if replayed else None)

        return handle

    def _authenticate(self, request: Request) -> None:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._machine.api_key}".encode()):
            raise ApiError("unauthorized", "The API key is missing or wrong.", status=401)

    def _is_struck(self, db: sqlite3.Connection, scope: str, key: str, body: Any) -> bool:
        """The outage that the back office switched on, or that this order wished for: then only at its first try."""
        if queries.read_setting(db, "api", "works") == "outage":
            return True
        name = f"struck:{scope}:{key}"
        if _wished_fault(body) != "outage" or queries.read_setting(db, name, "no") == "yes":
            return False
        queries.write_setting(db, name, "yes")
        return True

    def _once(
        self, db: sqlite3.Connection, scope: str, key: str, body: Any, request: Request, verb: Verb
    ) -> tuple[bool, bool, dict[str, Any]]:
        """(whether the answer is to be lost, whether it is a repeat, the answer)."""
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        row = db.execute("select * from answer where scope = ? and key = ?", (scope, key)).fetchone()
        always_lost = queries.read_setting(db, "api", "works") == "answer_lost"
        if row is not None:
            if row["digest"] != digest:
                raise ApiError("key_reused", "This Idempotency-Key was used with another body.", status=409)
            return always_lost, True, json.loads(row["body"])
        answer = verb(db, request, key, body)
        db.execute("insert into answer values (?, ?, ?, 200, ?)", (scope, key, digest, json.dumps(answer)))
        card = card_of_method(body.get("method", "")) if scope == "charges" else None
        lost_by_card = card is not None and card.behaviour == Behaviour.ANSWER_LOST
        return always_lost or lost_by_card or _wished_fault(body) == "answer_lost", False, answer

    # The verbs

    def _create_checkout(self, db: sqlite3.Connection, request: Request, key: str, body: Any) -> dict[str, Any]:
        fields = check_fields(body, CHECKOUT_FIELDS)
        checkout = open_checkout(
            db,
            self._order(fields, key),
            customer_email=check_text(fields, "customer_email", limit=320),
            locale=check_text(fields, "locale", limit=20),
            return_url=check_url(fields, "return_url"),
            cancel_url=check_url(fields, "cancel_url"),
            at=self._machine.clock.now(),
        )
        return self._checkout_json(db, checkout, request)

    def _create_charge(self, db: sqlite3.Connection, _request: Request, key: str, body: Any) -> dict[str, Any]:
        fields = check_fields(body, CHARGE_FIELDS)
        card = card_of_method(check_text(fields, "method", required=True))
        if card is None:
            raise ApiError("no_such_method", "There is no such stored method.", field="method")
        charge = charge_card(db, self._order(fields, key), card, at=self._machine.clock.now(), present=False)
        return charge_json(charge)

    def _create_refund(self, db: sqlite3.Connection, _request: Request, _key: str, body: Any) -> dict[str, Any]:
        fields = check_fields(body, REFUND_FIELDS)
        charge = queries.find_charge(db, check_text(fields, "charge", required=True))
        if charge is None:
            raise ApiError("not_found", "There is no such charge.", status=404, field="charge")
        reason = check_text(fields, "reason", limit=500)
        refund = refund_charge(db, charge, check_money(fields), reason=reason, at=self._machine.clock.now())
        return {
            "id": refund.id,
            "charge": refund.charge_id,
            "status": "succeeded",
            "amount": str(refund.amount.decimal),
            "currency": refund.amount.currency,
            "occurred_at": refund.occurred_at,
        }

    def _order(self, fields: dict[str, Any], key: str) -> Order:
        return Order(
            order_key=key,
            amount=check_money(fields),
            description=check_text(fields, "description", limit=500),
            payee=check_text(fields, "payee"),
            customer_name=check_text(fields, "customer_name"),
            webhook_url=check_url(fields, "webhook_url", loopback=True, required=False) or self._machine.webhook_url,
            metadata=check_metadata(fields),
        )

    # The reads

    def _fetch_checkout(self, db: sqlite3.Connection, request: Request, checkout_id: str) -> dict[str, Any]:
        checkout = queries.find_checkout(db, checkout_id)
        if checkout is None:
            raise ApiError("not_found", "There is no such checkout.", status=404)
        return self._checkout_json(db, checkout, request)

    def _fetch_charge(self, db: sqlite3.Connection, _request: Request, charge_id: str) -> dict[str, Any]:
        charge = queries.find_charge(db, charge_id)
        if charge is None:
            raise ApiError("not_found", "There is no such charge.", status=404)
        return charge_json(charge)

    def _fetch_charge_of_key(self, db: sqlite3.Connection, request: Request) -> dict[str, Any]:
        charge = queries.last_charge_of_key(db, check_key(request.query.get("order_key")))
        if charge is None:
            raise ApiError("not_found", "There is no charge with this order key.", status=404)
        return charge_json(charge)

    def _checkout_json(self, db: sqlite3.Connection, checkout: Checkout, request: Request) -> dict[str, Any]:
        charge = queries.last_charge_of_checkout(db, checkout.id)
        expired = checkout.expires_at <= iso(self._machine.clock.now())
        status = "expired" if expired else "open"
        if charge is not None and charge.status in (ChargeStatus.SUCCEEDED, ChargeStatus.PENDING):
            status = "paid" if charge.status == ChargeStatus.SUCCEEDED else "pending"
        return {
            "id": checkout.id,
            "url": f"http://{request.host}/pay/{checkout.id}",
            "status": status,
            "order_key": checkout.key,
            "amount": str(checkout.amount.decimal),
            "currency": checkout.amount.currency,
            "created_at": checkout.created_at,
            "expires_at": checkout.expires_at,
            "charge": charge_json(charge) if charge else None,
        }


def _outage() -> ApiError:
    return ApiError("outage", "The gateway is out of order.", status=503)


def _wished_fault(body: Any) -> str:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    fault = metadata.get("simulator_fault") if isinstance(metadata, dict) else None
    return fault if isinstance(fault, str) else "none"


def _body(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ApiError("bad_body", "The body must be application/json.", status=415)
    try:
        return json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ApiError("bad_body", "The body is not JSON.", status=400) from None


def _refusal(error: ApiError, at: str) -> Response:
    answer = {"error": {"code": error.code, "message": error.sentence, "field": error.field, "occurred_at": at}}
    headers = [("Retry-After", "2")] if error.http_status == 503 else []
    if error.http_status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    return json_response(error.http_status, answer, headers=headers)
