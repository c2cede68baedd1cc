"""The hosted card page as a browser without script sees it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from saldo.demo.gateway.cards import CARDS
from tests.demo.machines import API_KEY, CARD, ask, eventually, running_gateway, submit
from tests.demo.test_gateway_api import CHECKOUT, get, post


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    with running_gateway(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def checkout(gateway, request):
    return post(gateway, "/v1/checkouts", CHECKOUT, key=request.node.name[:190].replace(" ", "_"))[1]


def number_of(slug):
    return {**CARD, "number": next(card.number for card in CARDS if card.slug == slug)}


def test_the_page_says_what_is_paid_to_whom_in_the_payers_way_of_writing(checkout):
    page = ask(checkout["url"])
    assert page.status == 200
    assert "123,45\xa0€" in page.text
    assert "Pay Alice &amp; Filhos" in page.text
    assert "FT 2026/001" in page.text


def test_the_page_runs_no_script_and_says_so_to_the_browser(checkout):
    page = ask(checkout["url"])
    policy = page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'self' http://127.0.0.1:8000;" in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"


def test_words_of_the_order_are_never_markup(gateway):
    evil = "</h1><script>alert(1)</script>\"'{amount}"
    order = {**CHECKOUT, "description": evil, "payee": evil, "customer_name": evil}
    checkout = post(gateway, "/v1/checkouts", order, key="evil")[1]
    text = ask(checkout["url"]).text + submit(checkout["url"], {**CARD, "holder": evil, "number": evil}).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "{amount}" in text
    submit(checkout["url"], CARD)
    for page in (ask(f"{gateway.url}/"), ask(checkout["url"])):
        assert "<script" not in page.text


def test_an_approved_card_goes_back_to_the_merchant(gateway, checkout):
    page = submit(checkout["url"], CARD)
    assert (page.status, page.headers["location"]) == (303, CHECKOUT["return_url"])
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["status"] == "paid"
    assert "was paid" in ask(checkout["url"]).text


def test_two_tabs_and_ten_clicks_are_one_charge(gateway, checkout):
    with ThreadPoolExecutor(10) as pool:
        pages = list(pool.map(lambda _: submit(checkout["url"], CARD), range(10)))
    assert {(page.status, page.headers["location"]) for page in pages} == {(303, CHECKOUT["return_url"])}
    with gateway.machine.store.transaction() as db:
        count = db.execute("select count(*) from charge where checkout_id = ?", (checkout["id"],)).fetchone()[0]
    assert count == 1


@pytest.mark.parametrize("card", [card for card in CARDS if card.decline_code and card.behaviour == "decline"])
def test_a_declined_card_says_why_and_lets_another_pay(gateway, checkout, card):
    declined = submit(checkout["url"], {**CARD, "number": card.number})
    page = ask(gateway.url + declined.headers["location"])
    assert "Nothing was taken" in page.text
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["charge"]["decline_code"] == card.decline_code
    assert submit(checkout["url"], CARD).headers["location"] == CHECKOUT["return_url"]


@pytest.mark.parametrize(
    ("answer", "code", "status"), [("confirm", "123456", "paid"), ("refuse", "", "open"), ("confirm", "000000", "open")]
)
def test_the_bank_asks_the_holder(gateway, checkout, answer, code, status):
    challenge = submit(checkout["url"], number_of("three_d_secure")).headers["location"]
    assert "Is this you?" in ask(gateway.url + challenge).text
    submit(gateway.url + challenge, {"answer": answer, "code": code})
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["status"] == status


def test_a_challenge_that_another_payment_overtook_charges_nothing(gateway, checkout):
    challenge = submit(checkout["url"], number_of("three_d_secure")).headers["location"]
    submit(checkout["url"], CARD)
    page = submit(gateway.url + challenge, {"answer": "confirm", "code": "123456"})
    assert page.headers["location"] == CHECKOUT["return_url"]
    with gateway.machine.store.transaction() as db:
        rows = db.execute("select status from charge where checkout_id = ?", (checkout["id"],)).fetchall()
    assert sorted(row["status"] for row in rows) == ["challenged", "succeeded"]


def test_a_challenge_of_another_checkout_is_not_found(gateway, checkout):
    challenge = submit(checkout["url"], number_of("three_d_secure")).headers["location"]
    other = post(gateway, "/v1/checkouts", CHECKOUT, key="other")[1]
    moved = challenge.replace(checkout["id"], other["id"])
    assert submit(gateway.url + moved, {"answer": "confirm", "code": "123456"}).status == 404


@pytest.mark.parametrize(("slug", "end"), [("slow", "succeeded"), ("slow_decline", "declined")])
def test_a_slow_card_is_pending_and_then_decided(gateway, slug, end):
    order = {**CHECKOUT, "metadata": {"simulator_settle_seconds": "0.3"}}
    checkout = post(gateway, "/v1/checkouts", order, key=slug)[1]
    assert submit(checkout["url"], number_of(slug)).headers["location"] == CHECKOUT["return_url"]
    charge = get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["charge"]
    assert charge["status"] == "pending"
    eventually(lambda: get(gateway, f"/v1/charges/{charge['id']}")[1]["status"] == end)


def test_charged_then_timeout_shows_an_error_and_has_charged(gateway, checkout):
    page = submit(checkout["url"], number_of("answer_lost"))
    assert page.status == 504
    assert CHECKOUT["return_url"] not in page.text
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["status"] == "paid"


def test_the_outage_card_takes_nothing(gateway, checkout):
    assert submit(checkout["url"], number_of("outage")).status == 503
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["charge"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "4111 1111 1111 1111"}, "number"),
        ({"number": ""}, "number"),
        ({"expiry": "13/30"}, "expiry"),
        ({"expiry": "01/20"}, "expiry"),
        ({"cvc": "12"}, "cvc"),
        ({"holder": " "}, "holder"),
        ({"holder": "x" * 101}, "holder"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_charged(gateway, checkout, change, field):
    page = submit(checkout["url"], {**CARD, **change})
    assert page.status == 422
    assert f'id="{field}-error"' in page.text
    assert get(gateway, f"/v1/checkouts/{checkout['id']}")[1]["charge"] is None


def test_a_form_from_another_site_is_refused(checkout):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
    ):
        assert submit(checkout["url"], CARD, headers).status == 403
    assert submit(checkout["url"], CARD, {"Origin": checkout["url"].rpartition("/pay/")[0]}).status == 303


@pytest.mark.parametrize("path", ["/pay/co_nothing", "/charges/ch_nothing", "/nothing", "/pay/../../etc/passwd"])
def test_what_is_not_there_is_not_found(gateway, path):
    assert ask(gateway.url + path).status == 404


def test_a_method_that_is_not_meant_is_refused(gateway):
    assert ask(f"{gateway.url}/v1/charges", method="DELETE").status == 405
    assert ask(f"{gateway.url}/healthz").body == b"ok\n"


def test_the_pages_name_no_secret(gateway, checkout):
    submit(checkout["url"], CARD)
    pages = [ask(gateway.url + path).text for path in ("/", "/webhooks", f"/pay/{checkout['id']}")]
    assert all(API_KEY not in page and "whsec" not in page for page in pages)
    assert json.dumps(pages)
