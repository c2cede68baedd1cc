"""The API's own manners: keys, scopes, repeats, problems, pages."""

from __future__ import annotations

import json

import pytest

from saldo.base.people.actions import create_api_key, revoke_api_key

NEW = {"number": "C-1", "name": "Studio Łódź", "contacts": [{"email": "anna@lodz.example", "name": "Anna"}]}


@pytest.fixture
def key(house, frame_of):
    with frame_of(house.tenant_id):
        return create_api_key("shop", scopes=["customers:write", "invoices:write", "payments:write"], actor=house.alice)


@pytest.fixture
def ask(client, key):
    def send(method, path, body=None, *, token=key[1], idempotency="k1"):
        headers = {"Authorization": f"Bearer {token}"}
        if idempotency:
            headers["Idempotency-Key"] = idempotency
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers)

    return send


def test_a_program_with_a_key_creates_and_reads(ask):
    created = ask("POST", "/customers", NEW)
    assert created.status_code == 201
    found = ask("GET", f"/customers/{created.json()['id']}").json()
    assert (found["name"], found["email"]) == ("Studio Łódź", "anna@lodz.example")


def test_the_same_request_under_the_same_key_is_done_once(ask):
    first, again = ask("POST", "/customers", NEW), ask("POST", "/customers", NEW)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(ask("GET", "/customers").json()["items"]) == 1


def test_another_request_under_the_same_key_is_refused(ask):
    ask("POST", "/customers", NEW)
    refused = ask("POST", "/customers", {**NEW, "number": "C-2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "key_used")
    assert len(ask("GET", "/customers").json()["items"]) == 1


def test_a_request_without_an_idempotency_key_is_refused_and_changes_nothing(ask):
    refused = ask("POST", "/customers", NEW, idempotency="")
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert ask("GET", "/customers").json()["items"] == []


def test_a_refused_request_may_be_sent_again_corrected_under_its_key(ask):
    assert ask("POST", "/customers", {**NEW, "name": ""}).status_code == 422
    assert ask("POST", "/customers", NEW).status_code == 201


@pytest.mark.parametrize("token", ["", "sk_wrong", "sk_" + "x" * 5000])
def test_no_key_or_a_wrong_one_opens_nothing(ask, token):
    answer = ask("GET", "/customers", token=token)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_revoked_key_opens_nothing(ask, house, frame_of, key):
    with frame_of(house.tenant_id):
        revoke_api_key(key[0].id, actor=house.alice)
    assert ask("GET", "/customers").status_code == 401


def test_a_scope_that_was_not_given_is_missing(ask, house, frame_of):
    with frame_of(house.tenant_id):
        _, token = create_api_key("reader", scopes=["customers:read"], actor=house.alice)
    assert ask("GET", "/customers", token=token).status_code == 200
    assert ask("POST", "/customers", NEW, token=token).status_code == 403


def test_another_tenants_customer_does_not_exist(ask, charlies_house, frame_of):
    created = ask("POST", "/customers", NEW).json()
    with frame_of(charlies_house.tenant_id):
        _, token = create_api_key("spy", scopes=["customers:write"], actor=charlies_house.alice)
    assert ask("GET", f"/customers/{created['id']}", token=token).status_code == 404
    assert ask("GET", "/customers", token=token).json()["items"] == []


def test_pages_follow_one_another_by_cursor(ask):
    for number in range(5):
        ask("POST", "/customers", {**NEW, "number": f"C-{number}", "name": f"N{number}"}, idempotency=f"k{number}")
    names, after = [], ""
    for _ in range(3):
        page = ask("GET", f"/customers?limit=2{after}").json()
        names += [one["name"] for one in page["items"]]
        after = f"&after={page['next']}"
    assert names == ["N0", "N1", "N2", "N3", "N4"]
    assert page["next"] is None


def test_a_body_of_the_wrong_shape_names_its_fields(ask):
    refused = ask("POST", "/customers", {"number": 7})
    assert refused.status_code == 422
    assert {one["field"].split(".")[-1] for one in refused.json()["fields"]} >= {"name"}


def test_the_description_is_open_to_everybody(client):
    assert "/api/v1/customers" in client.get("/api/v1/openapi.json").json()["paths"]
