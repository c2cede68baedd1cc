"""Webhooks of the simulator: signed, retried, and on wish late, repeated, held back and in the wrong order."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

import pytest

from saldo.demo.gateway import webhooks
from tests.demo.machines import SECRET, ask, eventually, running_gateway, running_receiver, submit
from tests.demo.test_gateway_api import CHARGE, post


@pytest.fixture
def receiver():
    with running_receiver() as receiver:
        yield receiver


@pytest.fixture
def gateway(tmp_path, receiver):
    with running_gateway(tmp_path, webhook_url=receiver.url) as gateway:
        yield gateway


def types(receiver):
    return [json.loads(body)["type"] for _, body in receiver.received]


def wish(**metadata):
    return {**CHARGE, "metadata": {f"simulator_{name}": value for name, value in metadata.items()}}


def test_a_webhook_is_signed_over_its_time_and_body(gateway, receiver):
    post(gateway, "/v1/charges", CHARGE)
    headers, body = eventually(lambda: receiver.received)[0]
    at, signature = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["saldo-simulator-signature"]).groups()
    assert hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest() == signature


def test_a_webhook_is_sent_again_until_it_is_taken(gateway, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "BACK_OFF_SECONDS", (0.05, 0.05, 0.05))
    receiver.answers = [500, 404, 302]
    post(gateway, "/v1/charges", CHARGE)
    eventually(lambda: len(receiver.received) == 4)
    assert len({body for _, body in receiver.received}) == 1
    eventually(lambda: "Delivered" in ask(f"{gateway.url}/webhooks").text)


def test_a_webhook_that_nobody_ever_takes_is_given_up(gateway, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "BACK_OFF_SECONDS", (0.02, 0.02))
    receiver.answers = [500] * 10
    post(gateway, "/v1/charges", CHARGE)
    eventually(lambda: "Given up" in ask(f"{gateway.url}/webhooks").text)
    assert len(receiver.received) == 3


def test_a_webhook_that_was_not_taken_is_sent_after_a_restart(tmp_path):
    with running_gateway(tmp_path, webhook_url="http://127.0.0.1:9/hook") as gateway:
        post(gateway, "/v1/charges", CHARGE)
        eventually(lambda: "nobody answers there" in ask(f"{gateway.url}/webhooks").text)
    with running_receiver() as receiver, running_gateway(tmp_path) as gateway:
        with gateway.machine.store.transaction() as db:
            db.execute("update delivery set url = ?, due_at = 0", (receiver.url,))
        gateway.machine.courier.wake()
        eventually(lambda: types(receiver) == ["charge.succeeded"])


def test_an_order_may_wish_for_its_webhook_five_times(gateway, receiver):
    post(gateway, "/v1/charges", wish(webhook_copies="5"))
    eventually(lambda: len(receiver.received) == 5)
    assert len({json.loads(body)["id"] for _, body in receiver.received}) == 1


def test_an_order_may_wish_for_its_webhook_late(gateway, receiver):
    post(gateway, "/v1/charges", wish(webhook_delay_seconds="0.5"), key="late")
    post(gateway, "/v1/charges", CHARGE, key="soon")
    eventually(lambda: len(receiver.received) == 2)
    assert [json.loads(body)["order_key"] for _, body in receiver.received] == ["soon", "late"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("as_happened", ["charge.pending", "charge.succeeded"]),
        ("reversed", ["charge.succeeded", "charge.pending"]),
    ],
)
def test_an_order_may_wish_for_its_webhooks_in_the_wrong_order(gateway, receiver, order, expected):
    body = wish(webhook_order=order, settle_seconds="0.2")
    post(gateway, "/v1/charges", {**body, "method": "pm_slow"})
    eventually(lambda: len(receiver.received) == 2)
    assert types(receiver) == expected


@pytest.mark.parametrize(("order", "expected"), [("oldest", ["a", "b", "c"]), ("newest", ["c", "b", "a"])])
def test_the_back_office_holds_webhooks_back_and_lets_them_go(gateway, receiver, order, expected):
    submit(f"{gateway.url}/webhooks/state", {"state": "hold"})
    for key in "abc":
        post(gateway, "/v1/charges", CHARGE, key=key)
    assert "3 held back" in ask(f"{gateway.url}/webhooks").text
    assert receiver.received == []
    submit(f"{gateway.url}/webhooks/release", {"order": order})
    eventually(lambda: len(receiver.received) == 3)
    assert [json.loads(body)["order_key"] for _, body in receiver.received] == expected


def test_the_back_office_sends_a_webhook_five_times_more(gateway, receiver):
    post(gateway, "/v1/charges", CHARGE)
    eventually(lambda: len(receiver.received) == 1)
    number = re.search(r"/webhooks/(\d+)/send", ask(f"{gateway.url}/webhooks").text)[1]
    assert submit(f"{gateway.url}/webhooks/{number}/send", {"times": "5"}).status == 303
    eventually(lambda: len(receiver.received) == 6)
    assert submit(f"{gateway.url}/webhooks/{number}/send", {"times": "6"}).status == 422
    assert submit(f"{gateway.url}/webhooks/999/send", {"times": "1"}).status == 404


@pytest.mark.parametrize(
    ("winner", "last", "word"), [("merchant", "dispute.won", "Paid"), ("holder", "dispute.lost", "Dispute lost")]
)
def test_a_charge_is_given_back_in_part_disputed_and_decided(gateway, receiver, winner, last, word):
    charge = post(gateway, "/v1/charges", CHARGE)[1]["id"]
    page = f"{gateway.url}/charges/{charge}"
    assert submit(f"{page}/refund", {"amount": "20.00"}).status == 303
    assert submit(f"{page}/refund", {"amount": "30.01"}).status == 422
    assert submit(f"{page}/dispute", {}).status == 303
    assert submit(f"{page}/refund", {"amount": "1.00"}).status == 409
    assert submit(f"{page}/decide", {"winner": winner}).status == 303
    assert submit(f"{page}/decide", {"winner": winner}).status == 409
    eventually(lambda: len(receiver.received) == 4)
    assert types(receiver) == ["charge.succeeded", "refund.succeeded", "dispute.opened", last]
    amounts = [json.loads(body)["amount"] for _, body in receiver.received]
    assert amounts == ["50.00", "20.00", "30.00", "30.00"]
    assert word in ask(page).text


def test_an_event_without_an_address_is_kept_and_said_so(tmp_path):
    with running_gateway(tmp_path) as gateway:
        post(gateway, "/v1/charges", CHARGE)
        assert "No address" in ask(f"{gateway.url}/webhooks").text
