"""Payments through the API: recorded and settled at once, read, taken back."""

from __future__ import annotations

import json

import pytest

from saldo.base.people.actions import create_api_key
from saldo.invoices.queries import sheets_of
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued


@pytest.fixture
def dana(house, clock, settings):
    settings.SALDO_CLOCK = clock
    return make_customer(house, clock)


@pytest.fixture
def ask(client, house, frame_of):
    with frame_of(house.tenant_id):
        token = create_api_key("till", scopes=["payments:write"], actor=house.alice)[1]

    def send(method, path, body=None, *, token=token, idempotency=""):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": idempotency or str(new_id())}
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1/payments{path}", data, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def pay(ask, dana):
    def record(euros="1000.00", *, idempotency="", **more):
        body = {"customer_id": str(dana), "method": "transfer", "amount": {"amount": euros, "currency": "EUR"}}
        return ask("POST", "", {**body, **more}, idempotency=idempotency)

    return record


@pytest.fixture
def open_of(house, frame_of):
    def read(*invoice_ids):
        with frame_of(house.tenant_id):
            found = sheets_of(house.tenant_id, invoice_ids)
        return [str(found[one].open.decimal) for one in invoice_ids]

    return read


def test_a_payment_settles_what_is_due_first(pay, ask, house, clock, dana, open_of):
    later = make_issued(house, clock, dana, "300.00", due_in=60)
    first = make_issued(house, clock, dana, "500.00", due_in=10)
    recorded = pay("600.00")
    assert recorded.status_code == 201
    assert open_of(first, later) == ["0.00", "200.00"]
    assert recorded.json()["unapplied"]["amount"] == "0.00"
    shown = ask("GET", f"/{recorded.json()['id']}").json()
    assert [(one["invoice_id"], one["amount"]["amount"]) for one in shown["allocations"]] == [
        (str(first), "500.00"),
        (str(later), "100.00"),
    ]


def test_a_payment_settles_what_it_names_and_the_rest_is_credit(pay, house, clock, dana, open_of):
    named = make_issued(house, clock, dana, "300.00", due_in=60)
    item = {"invoice_id": str(named), "amount": {"amount": "300.00", "currency": "EUR"}}
    recorded = pay("350.00", items=[item]).json()
    assert open_of(named) == ["0.00"]
    assert recorded["unapplied"]["amount"] == "50.00"


def test_a_reversed_payment_opens_what_it_settled(pay, ask, house, clock, dana, open_of):
    invoice = make_issued(house, clock, dana, "300.00")
    path = f"/{pay('300.00').json()['id']}"
    assert open_of(invoice) == ["0.00"]
    taken = ask("POST", f"{path}/reverse", {"reason": "The cheque bounced"})
    assert (taken.status_code, taken.json()["state"]) == (200, "reversed")
    assert open_of(invoice) == ["300.00"]
    assert ask("POST", f"{path}/reverse", {"reason": "Again"}).status_code == 200
    assert open_of(invoice) == ["300.00"]


def test_the_same_payment_under_the_same_key_is_one(pay, ask):
    first, again = pay(idempotency="twice"), pay(idempotency="twice")
    assert first.json() == again.json()
    assert len(ask("GET", "").json()["items"]) == 1


def test_the_same_payment_by_its_own_id_is_one(pay, ask):
    own = str(new_id())
    assert pay(id=own).json()["id"] == pay(id=own).json()["id"] == own
    assert len(ask("GET", "").json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": {"amount": "0.00", "currency": "EUR"}}, "not_positive"),
        ({"amount": {"amount": "-1.00", "currency": "EUR"}}, "not_positive"),
        ({"amount": {"amount": "1.005", "currency": "EUR"}}, "amount_not_exact"),
        ({"amount": {"amount": "1.00", "currency": "XXQ"}}, "unknown_currency"),
        ({"amount": {"amount": 1.5, "currency": "EUR"}}, "bad_input"),
        ({"received_on": "2026-03-03"}, "date_in_future"),
        ({"customer_id": str(new_id())}, "unknown_customer"),
        ({"method": "barter"}, "bad_input"),
    ],
)
def test_what_cannot_be_a_payment_is_refused_and_leaves_nothing(pay, ask, change, code):
    refused = pay(**change)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert ask("GET", "").json()["items"] == []


def test_an_invoice_that_is_not_the_customers_refuses_the_whole_payment(pay, ask, house, clock):
    foreign = make_issued(house, clock, make_customer(house, clock), "300.00")
    item = {"invoice_id": str(foreign), "amount": {"amount": "300.00", "currency": "EUR"}}
    refused = pay("300.00", items=[item])
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_invoice")
    assert ask("GET", "").json()["items"] == []


def test_a_list_is_filtered_and_goes_on_by_its_cursor(pay, ask, dana):
    for amount in ("1.00", "2.00", "3.00"):
        pay(amount)
    pay("4.00", method="cash")
    assert [one["amount"]["amount"] for one in ask("GET", "?method=cash").json()["items"]] == ["4.00"]
    first = ask("GET", f"?limit=3&customer_id={dana}").json()
    last = ask("GET", f"?limit=3&after={first['next']}").json()
    assert len(first["items"] + last["items"]) == 4
    assert last["next"] is None
    assert ask("GET", "?after=nonsense").status_code == 422


def test_a_key_without_the_scope_may_not(pay, ask, house, frame_of):
    path = f"/{pay().json()['id']}"
    with frame_of(house.tenant_id):
        reader = create_api_key("reader", scopes=["payments:read"], actor=house.alice)[1]
        other = create_api_key("other", scopes=["invoices:write"], actor=house.alice)[1]
    assert ask("GET", path, token=reader).status_code == 200
    assert ask("POST", f"{path}/reverse", {"reason": "No"}, token=reader).status_code == 403
    assert ask("GET", path, token=other).status_code == 403


def test_another_tenants_payment_does_not_exist(pay, ask, charlies_house, frame_of):
    path = f"/{pay().json()['id']}"
    with frame_of(charlies_house.tenant_id):
        spy = create_api_key("spy", scopes=["payments:write"], actor=charlies_house.alice)[1]
    assert ask("GET", path, token=spy).status_code == 404
    assert ask("POST", f"{path}/reverse", {"reason": "No"}, token=spy).status_code == 404
