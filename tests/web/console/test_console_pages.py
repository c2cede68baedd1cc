"""The shell, the overview, a customer, an invoice, messages and settings as staff see them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saldo.base.people.queries import list_api_keys
from saldo.base.tenants.queries import get_legal_entity
from saldo.correspondence.queries import timeline
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued
from tests.factories.staff import browser_of, few_queries, typed


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def rita(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock, "read_only")


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, number="C-1", name="Casa Mirlo")


def test_it_is_said_that_mail_is_held_while_no_server_is_set(alice, settings):
    settings.SALDO_SMTP_URL = ""
    assert "Mail is held" in alice.get("/").text
    settings.SALDO_SMTP_URL = "memory://"
    assert "Mail is held" not in alice.get("/").text


def test_a_customer_s_page_shows_balance_items_and_history_in_few_queries(alice, house, clock, customer):
    for total in ("100.00", "50.00"):
        make_issued(house, clock, customer, total, due_in=1)
    clock.advance(days=3)
    alice.post(
        f"/payments/new?customer={customer}",
        typed(alice.get(f"/payments/new?customer={customer}"), amount="30", method="cash"),
    )
    with few_queries():
        page = alice.get(f"/customers/{customer}")
    [balance] = page.context["balances"]
    assert (balance["net"], balance["overdue"]) == (Money.of("120.00", "EUR"), Money.of("120.00", "EUR"))
    assert sum(row["invoice"].open_minor for row in page.context["rows"]) == balance["receivable"].minor
    assert "FT 2026/001" in page.text
    assert "€30.00 received" in page.text
    assert "dana@piekarnia-pod-lipa.example" in page.text


def test_a_note_is_kept_once(alice, house, frame_of, customer):
    note = {"id": str(new_id()), "text": "Dana is on leave until Easter."}
    for _time in range(2):
        assert alice.post(f"/customers/{customer}/notes", note).status_code == 302
    assert alice.post(f"/customers/{customer}/notes", {**note, "text": " "}).status_code == 422
    with frame_of(house.tenant_id):
        assert len(timeline(house.tenant_id, customer).items) == 1
    assert "on leave until Easter" in alice.get(f"/customers/{customer}").text
    with few_queries():
        assert "on leave until Easter" in alice.get(f"/customers/{customer}/messages").text


def test_an_invoice_s_page_shows_what_it_says_and_what_became_of_it(alice, house, clock, customer):
    issued = make_issued(house, clock, customer, "100.00")
    record = f"/payments/new?invoice={issued}"
    alice.post(record, typed(alice.get(record), amount="40", **{f"item-{issued}": "40"}))
    alice.post(f"/invoices/{issued}/deliver", {"sent": "0"})
    with few_queries():
        page = alice.get(f"/invoices/{issued}")
    assert page.context["invoice"].open == Money.of("60.00", "EUR")
    assert "by a payment" in page.text
    assert "Bread delivery" in page.text
    assert "Issued" in page.text
    words = [str(one["words"]) for one in page.context["events"]]
    assert words[-2:] == ["Issued", "Draft written"]
    assert any("Invoice by e-mail" in one for one in words)


def test_a_message_is_shown_as_it_was_written_and_unsent_ones_are_listed(alice, house, clock, customer):
    issued = make_issued(house, clock, customer, "100.00")
    alice.post(f"/invoices/{issued}/deliver", {"sent": "0"})
    with few_queries():
        listed = alice.get("/messages/unsent")
    [card] = listed.context["cards"]
    with few_queries():
        shown = alice.get(f"/messages/{card.id}")
    assert "dana@piekarnia-pod-lipa.example" in shown.text
    assert (frame := reverse("correspondence:show_sent_mail", args=[card.id])) in shown.text
    assert shown.context["message"].body_text.splitlines()[0] in alice.get(frame).text


def test_a_number_in_the_search_field_leads_to_what_has_it(alice, house, clock, customer):
    issued = make_issued(house, clock, customer)
    assert alice.get("/find", {"q": "FT 2026/001"})["Location"] == f"/invoices/{issued}"
    assert alice.get("/find", {"q": "C-1"})["Location"] == f"/customers/{customer}"
    assert alice.get("/find", {"q": "mirlo"})["Location"] == "/customers?q=mirlo"


def test_the_company_s_details_are_changed_or_refused_at_the_field(alice, house, frame_of):
    data = typed(alice.get("/settings/company"), name="Atelier Norte, S.A.")
    assert alice.post("/settings/company", data).status_code == 302
    with frame_of(house.tenant_id):
        assert get_legal_entity(house.tenant_id, house.entity_id).name == "Atelier Norte, S.A."
    answer = alice.post("/settings/company", {**data, "iban": "PT50000201231234567890155"})
    assert answer.status_code == 422
    assert "iban" in answer.context["form"].errors


def test_a_person_who_is_invited_twice_stands_there_once(alice):
    page = alice.get("/settings/people/invite")
    data = typed(page, name="Eva", email="Eva@Example.test")
    for _time in range(2):
        assert alice.post("/settings/people/invite", data).status_code == 302
    assert alice.get("/settings/people").text.count("eva@example.test") == 1


def test_an_api_key_is_shown_once_made_once_and_closed(alice, house, frame_of):
    data = {"name": "Shop", "scopes": ["invoices:read"]}
    shown = alice.post("/settings/api-keys", data)
    token = shown.context["token"]
    assert token.startswith("sk_")
    assert shown["Cache-Control"] == "no-store"
    assert alice.post("/settings/api-keys", data).status_code == 422
    with frame_of(house.tenant_id):
        [key] = list_api_keys(house.tenant_id)
    page = alice.get("/settings/keys")
    assert token not in page.text
    assert "Shop" in page.text
    for _time in range(2):
        assert alice.post(f"/settings/api-keys/{key.id}/revoke").status_code == 302
    assert alice.post(f"/settings/api-keys/{new_id()}/revoke").status_code == 404
    with frame_of(house.tenant_id):
        assert list_api_keys(house.tenant_id) == []


def test_who_may_only_read_sees_pages_without_buttons_and_no_settings(rita, house, clock, customer):
    issued, draft = make_issued(house, clock, customer), make_draft(house, clock, customer)
    for path in ("/", f"/customers/{customer}", f"/invoices/{issued}", f"/invoices/{draft}", "/messages/unsent"):
        page = rita.get(path)
        assert page.status_code == 200
        forms = page.text.count('<form class="form') + page.text.count("btn primary")
        assert forms == 0, path
        assert "Settings" not in page.text
    for path in ("", "/company", "/people", "/api-keys"):
        assert rita.get(f"/settings{path}").status_code == 403
        assert rita.post(f"/settings{path}", {}).status_code in (403, 405)
    assert rita.post(f"/customers/{customer}/notes", {"id": str(new_id()), "text": "x"}).status_code == 403


def test_what_belongs_to_another_tenant_does_not_exist(house, charlies_house, clock, customer, alice):
    issued = make_issued(house, clock, customer)
    alice.post(f"/invoices/{issued}/deliver", {"sent": "0"})
    [card] = alice.get("/messages/unsent").context["cards"]
    charlie = browser_of(charlies_house, clock)
    for path in (f"/customers/{customer}", f"/customers/{customer}/messages", f"/invoices/{issued}"):
        assert charlie.get(path).status_code == 404
    assert charlie.get(f"/messages/{card.id}").status_code == 404
    assert charlie.post(f"/messages/{card.id}/retry").status_code == 404
    assert charlie.post(f"/customers/{customer}/notes", {"id": str(new_id()), "text": "x"}).status_code == 404
    assert "Casa Mirlo" not in charlie.get("/find", {"q": "C-1"}, follow=True).text


def test_nobody_who_is_not_signed_in_sees_anything(client, house, customer):
    for path in ("/", "/customers", f"/customers/{customer}", "/invoices", "/payments", "/settings"):
        assert client.get(path)["Location"].startswith("/sign-in")
