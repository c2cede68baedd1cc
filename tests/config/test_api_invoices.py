"""Invoices through the API: written, changed, issued, credited, read."""

from __future__ import annotations

import json

import pytest

from saldo.base.people.actions import create_api_key
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import tax_code


@pytest.fixture
def dana(house, clock, settings, frame_of):
    settings.SALDO_CLOCK = clock
    with frame_of(house.tenant_id):
        tax_code(house, "NOR")
        tax_code(house, "NONE")
    return make_customer(house, clock)


@pytest.fixture
def ask(client, house, frame_of):
    with frame_of(house.tenant_id):
        token = create_api_key("shop", scopes=["invoices:write"], actor=house.alice)[1]

    def send(method, path, body=None, *, token=token, idempotency=""):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": idempotency or str(new_id())}
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1/invoices{path}", data, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def draft(ask, dana):
    def write(**more):
        line = {"description": "Bread delivery", "quantity": "2.5", "unit_price": "400.00", "tax_code": "NOR"}
        return ask("POST", "", {"customer_id": str(dana), "currency": "EUR", "lines": [line], **more})

    return write


def test_a_draft_is_written_and_read_with_its_taxes_as_text(ask, draft):
    written = draft(title="Bread in March")
    assert written.status_code == 201
    assert ask("GET", f"/{written.json()['id']}").json() == written.json()
    assert written.json()["total"] == {"amount": "1230.00", "currency": "EUR"}
    assert written.json()["tax"] == {"amount": "230.00", "currency": "EUR"}
    assert written.json()["lines"][0]["quantity"] == "2.5"
    assert (written.json()["state"], written.json()["number"]) == ("draft", None)


def test_a_draft_is_changed_by_who_has_read_it_last(ask, draft, dana):
    first = draft().json()
    line = {"description": "Less bread", "unit_price": "100.00", "tax_code": "NONE"}
    change = {"customer_id": str(dana), "currency": "EUR", "lines": [line], "version": first["version"]}
    changed = ask("PUT", f"/{first['id']}", change)
    assert changed.status_code == 200
    assert changed.json()["total"]["amount"] == "100.00"
    late = ask("PUT", f"/{first['id']}", change)
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")


def test_a_draft_is_discarded(ask, draft):
    path = f"/{draft().json()['id']}"
    assert ask("DELETE", path).status_code == 204
    assert ask("GET", path).status_code == 404
    assert ask("DELETE", path).status_code == 404


def test_a_draft_is_issued_once_and_has_its_pdf(ask, draft):
    path = f"/{draft().json()['id']}"
    assert ask("GET", f"{path}/pdf").status_code == 404
    issued = ask("POST", f"{path}/issue", {"deliver": False})
    assert issued.status_code == 200
    assert (issued.json()["number"], issued.json()["state"]) == ("FT 2026/001", "open")
    assert ask("POST", f"{path}/issue", {"deliver": False}).json()["number"] == "FT 2026/001"
    pdf = ask("GET", f"{path}/pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "FT-2026-001.pdf" in pdf.headers["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF")
    assert ask("DELETE", path).status_code == 422


def test_the_same_draft_under_the_same_key_is_one(ask, dana):
    line = {"description": "Bread", "unit_price": "10", "tax_code": "NONE"}
    body = {"customer_id": str(dana), "lines": [line]}
    first, again = (ask("POST", "", body, idempotency="twice") for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert len(ask("GET", "").json()["items"]) == 1


def test_an_invoice_is_credited_in_part_and_then_for_the_rest(ask, draft):
    path = f"/{draft().json()['id']}"
    ask("POST", f"{path}/issue", {"deliver": False})
    part = {"reason": "A box was missing", "amount": {"amount": "123.00", "currency": "EUR"}, "deliver": False}
    note = ask("POST", f"{path}/credit", part)
    assert note.status_code == 201
    assert (note.json()["kind"], note.json()["total"]["amount"]) == ("credit_note", "123.00")
    assert f"/{note.json()['corrects_id']}" == path
    rest = ask("POST", f"{path}/credit", {"reason": "All of it"})
    assert rest.json()["total"]["amount"] == "1107.00"
    over = ask("POST", f"{path}/credit", {"reason": "Once more"})
    assert (over.status_code, over.json()["code"]) == (422, "nothing_left")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit_price": "1,50"}, "unit_price"),
        ({"unit_price": 1.5}, "unit_price"),
        ({"unit_price": "1e3"}, "unit_price"),
        ({"quantity": "0"}, "quantity"),
        ({"description": ""}, "description"),
        ({"tax_code": "WRONG"}, "tax_code"),
        ({"pirce": "1"}, "pirce"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_field(ask, dana, change, field):
    line = {"description": "Bread", "unit_price": "10", "tax_code": "NONE", **change}
    refused = ask("POST", "", {"customer_id": str(dana), "lines": [line]})
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert field in json.dumps(refused.json())
    assert ask("GET", "").json()["items"] == []


def test_a_list_is_filtered_and_goes_on_by_its_cursor(ask, draft, dana, clock):
    for number in range(3):
        path = f"/{draft(order_number=str(number)).json()['id']}"
        ask("POST", f"{path}/issue", {"deliver": False})
        clock.advance(minutes=1)
    draft()
    assert len(ask("GET", "?state=draft").json()["items"]) == 1
    assert [one["number"] for one in ask("GET", "?number=FT 2026/002").json()["items"]] == ["FT 2026/002"]
    first = ask("GET", f"?state=open&limit=2&customer_id={dana}").json()
    last = ask("GET", f"?state=open&limit=2&after={first['next']}").json()
    numbers = [one["number"] for one in first["items"] + last["items"]]
    assert sorted(numbers) == ["FT 2026/001", "FT 2026/002", "FT 2026/003"]
    assert last["next"] is None
    assert ask("GET", "?after=nonsense").status_code == 422


def test_a_key_without_the_scope_may_not(ask, draft, house, frame_of):
    path = f"/{draft().json()['id']}"
    with frame_of(house.tenant_id):
        reader = create_api_key("reader", scopes=["invoices:read"], actor=house.alice)[1]
    assert ask("GET", path, token=reader).status_code == 200
    for method, end, body in (("POST", "/issue", {}), ("POST", "/credit", {"reason": "No"}), ("DELETE", "", None)):
        assert ask(method, path + end, body, token=reader).status_code == 403
    assert ask("GET", path).json()["state"] == "draft"


def test_another_tenants_invoice_does_not_exist(ask, draft, charlies_house, frame_of):
    path = f"/{draft().json()['id']}"
    with frame_of(charlies_house.tenant_id):
        spy = create_api_key("spy", scopes=["invoices:write"], actor=charlies_house.alice)[1]
    for method, end, body in (("GET", "", None), ("POST", "/issue", {}), ("DELETE", "", None), ("GET", "/pdf", None)):
        assert ask(method, path + end, body, token=spy).status_code == 404
    assert ask("GET", "", token=spy).json()["items"] == []


def test_texts_that_no_database_keeps_are_refused(ask, dana):
    line = {"description": "Bread\x00", "unit_price": "10"}
    assert ask("POST", "", {"customer_id": str(dana), "lines": [line]}).status_code == 400
    assert ask("GET", "?number=%00").status_code == 422
