"""The simulator's API: idempotency, input checks, faults, refunds."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from saldo.demo.gateway.cards import CARDS, card_of_number, passes_luhn
from tests.demo.machines import API_KEY, CARD, ask, running_gateway, submit

CHECKOUT = {
    "amount": "123.45",
    "currency": "EUR",
    "description": "FT 2026/001",
    "payee": "Alice & Filhos",
    "customer_name": "Dana",
    "locale": "pt",
    "return_url": "http://127.0.0.1:8000/paid?a=1",
    "cancel_url": "http://127.0.0.1:8000/",
}
CHARGE = {"amount": "50.00", "currency": "EUR", "method": "pm_approved"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


def post(gateway, path, body, *, key="key", api_key=API_KEY, **headers):
    sent = {"Authorization": f"Bearer {api_key}", "Idempotency-Key": key, "Content-Type": "application/json", **headers}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = ask(f"{gateway.url}{path}", method="POST", body=raw, headers=sent)
    return answer.status, json.loads(answer.body)


def get(gateway, path):
    answer = ask(f"{gateway.url}{path}", headers={"Authorization": f"Bearer {API_KEY}"})
    return answer.status, json.loads(answer.body)


def test_the_same_key_gives_the_same_answer_for_ever(gateway):
    first = post(gateway, "/v1/charges", CHARGE, key="same")
    assert first[0] == 200
    reordered = dict(reversed(CHARGE.items()))
    assert post(gateway, "/v1/charges", reordered, key="same") == first


def test_another_body_under_the_same_key_is_a_conflict(gateway):
    post(gateway, "/v1/charges", CHARGE, key="clash")
    status, answer = post(gateway, "/v1/charges", {**CHARGE, "amount": "50.01"}, key="clash")
    assert (status, answer["error"]["code"]) == (409, "key_reused")


def test_twenty_at_once_under_one_key_are_one_charge(gateway):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(gateway, "/v1/charges", CHARGE, key="rush"), range(20)))
    assert len({json.dumps(answer) for answer in answers}) == 1
    with gateway.machine.store.transaction() as db:
        assert db.execute("select count(*) from charge where order_key = 'rush'").fetchone()[0] == 1


def test_a_refused_call_leaves_its_key_free(gateway):
    assert post(gateway, "/v1/charges", {**CHARGE, "amount": "x"}, key="mended")[0] == 422
    assert post(gateway, "/v1/charges", CHARGE, key="mended")[0] == 200


@pytest.mark.parametrize("api_key", ["", "wrong", API_KEY + "x", API_KEY[:-1]])
def test_a_wrong_api_key_is_refused(gateway, api_key):
    assert post(gateway, "/v1/charges", CHARGE, api_key=api_key)[0] == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "0.00"}, "amount"),
        ({"amount": "-1.00"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": 12.5}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"amount": None}, "amount"),
        ({"currency": "XXX"}, "amount"),
        ({"currency": "eur"}, "amount"),
        ({"return_url": "javascript:alert(1)"}, "return_url"),
        ({"return_url": "//evil.example"}, "return_url"),
        ({"return_url": "http://user@127.0.0.1/"}, "return_url"),
        ({"return_url": "http://127.0.0.1/\r\nSet-Cookie: a"}, "return_url"),
        ({"return_url": "http://127.0.0.1/; script-src *"}, "return_url"),
        ({"return_url": "http://a.example;x/"}, "return_url"),
        ({"return_url": ""}, "return_url"),
        ({"cancel_url": "ftp://127.0.0.1/"}, "cancel_url"),
        ({"webhook_url": "http://example.test/hook"}, "webhook_url"),
        ({"webhook_url": "http://127.0.0.1.evil.example/"}, "webhook_url"),
        ({"description": "x" * 501}, "description"),
        ({"description": "a\nb"}, "description"),
        ({"customer_name": ["Dana"]}, "customer_name"),
        ({"metadata": {"a": 1}}, "metadata"),
        ({"metadata": {"simulator_webhook_copies": "11"}}, "metadata"),
        ({"metadata": {"simulator_fault": "fire"}}, "metadata"),
        ({"metadata": {"simulator_webhook_delay_seconds": "-1"}}, "metadata"),
        ({"price": "1.00"}, "price"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(gateway, change, field):
    status, answer = post(gateway, "/v1/checkouts", {**CHECKOUT, **change}, key="bad")
    assert (status, answer["error"]["field"]) == (422, field)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'"x"', b"[" * 60000])
def test_a_body_that_is_no_object_is_refused(gateway, body):
    assert post(gateway, "/v1/charges", body, key="odd")[0] == 400


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
def test_a_key_that_is_none_is_refused(gateway, key):
    assert post(gateway, "/v1/charges", CHARGE, key=key)[0] == 400


def test_a_body_that_is_too_large_is_refused(gateway):
    answer = ask(f"{gateway.url}/v1/charges", method="POST", body=b"x" * 70000)
    assert answer.status == 413


def test_only_loopback_names_are_answered(gateway):
    assert ask(f"{gateway.url}/", headers={"Host": "evil.example"}).status == 421
    assert ask(f"{gateway.url}/", headers={"Host": f"localhost:{gateway.url.rpartition(':')[2]}"}).status == 200


def test_the_parts_of_a_refund_never_exceed_the_charge(gateway):
    _, charge = post(gateway, "/v1/charges", CHARGE, key="to-refund")
    refund = {"charge": charge["id"], "amount": "30.00", "currency": "EUR"}
    assert post(gateway, "/v1/refunds", refund, key="r1")[0] == 200
    assert post(gateway, "/v1/refunds", refund, key="r1")[0] == 200
    status, answer = post(gateway, "/v1/refunds", refund, key="r2")
    assert (status, answer["error"]["code"]) == (422, "refund_exceeds_charge")
    assert post(gateway, "/v1/refunds", {**refund, "amount": "20.00"}, key="r3")[0] == 200
    assert get(gateway, f"/v1/charges/{charge['id']}")[1]["refunded"] == "50.00"


def test_a_declined_charge_cannot_be_given_back(gateway):
    _, charge = post(gateway, "/v1/charges", {**CHARGE, "method": "pm_stolen_card"}, key="declined")
    assert (charge["status"], charge["decline_code"]) == ("declined", "stolen_card")
    refund = {"charge": charge["id"], "amount": "1.00", "currency": "EUR"}
    assert post(gateway, "/v1/refunds", refund, key="r-declined")[0] == 409


def test_a_stored_card_that_wants_its_holder_is_declined(gateway):
    _, charge = post(gateway, "/v1/charges", {**CHARGE, "method": "pm_three_d_secure"}, key="off-session")
    assert charge["decline_code"] == "authentication_required"


def test_a_charge_is_found_by_its_order_key(gateway):
    _, charge = post(gateway, "/v1/charges", CHARGE, key="by:key/1")
    assert get(gateway, "/v1/charges?order_key=by%3Akey%2F1") == (200, charge)
    assert get(gateway, "/v1/charges?order_key=nobody")[0] == 404


def test_while_the_gateway_is_out_of_order_nothing_happens(gateway):
    assert submit(f"{gateway.url}/api-state", {"state": "outage"}).status == 303
    try:
        status, answer = post(gateway, "/v1/charges", CHARGE, key="in-outage")
        assert (status, answer["error"]["code"]) == (503, "outage")
    finally:
        submit(f"{gateway.url}/api-state", {"state": "works"})
    assert get(gateway, "/v1/charges?order_key=in-outage")[0] == 404
    assert post(gateway, "/v1/charges", CHARGE, key="in-outage")[0] == 200


def test_an_answer_that_is_lost_leaves_the_charge_made(gateway):
    wish = {**CHARGE, "metadata": {"simulator_fault": "answer_lost"}}
    with pytest.raises(ConnectionError):
        post(gateway, "/v1/charges", wish, key="lost")
    assert get(gateway, "/v1/charges?order_key=lost")[1]["status"] == "succeeded"
    assert post(gateway, "/v1/charges", wish, key="lost")[0] == 200


def test_everything_is_there_after_a_restart(tmp_path):
    with running_gateway(tmp_path) as gateway:
        first = post(gateway, "/v1/checkouts", CHECKOUT, key="kept")[1]
        submit(f"{gateway.url}/pay/{first['id']}", CARD)
    with running_gateway(tmp_path) as gateway:
        assert get(gateway, f"/v1/checkouts/{first['id']}")[1]["status"] == "paid"
        assert post(gateway, "/v1/checkouts", CHECKOUT, key="kept")[1]["id"] == first["id"]


def test_no_card_number_is_kept_beyond_its_last_four(tmp_path):
    with running_gateway(tmp_path) as gateway:
        checkout = post(gateway, "/v1/checkouts", CHECKOUT, key="kept")[1]
        submit(f"{gateway.url}/pay/{checkout['id']}", {**CARD, "number": "4111 1111 1111 1111"})
        submit(f"{gateway.url}/pay/{checkout['id']}", CARD)
        with gateway.machine.store.transaction() as db:
            assert db.execute("select last_four from charge").fetchall()[0][0] == "4242"
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"FT 2026/001" in kept
    for number in (b"4242424242424242", b"4242 4242", b"4111"):
        assert number not in kept
    assert (tmp_path / "gateway.sqlite3").stat().st_mode & 0o077 == 0
    sqlite3.connect(tmp_path / "gateway.sqlite3").close()


def test_every_test_card_has_a_right_check_digit_and_a_name_of_its_own():
    assert all(passes_luhn(card.number) for card in CARDS)
    assert not passes_luhn("4242424242424241")
    assert len({card.number for card in CARDS}) == len({card.slug for card in CARDS}) == len(CARDS)
    assert card_of_number("4111 1111 1111 1111") is None
