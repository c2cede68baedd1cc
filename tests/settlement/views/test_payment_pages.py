"""Payments as staff record, see and reverse them."""

from __future__ import annotations

import pytest

from saldo.invoices.queries import get_invoice
from saldo.kernel.money import Money
from saldo.payments.queries import find_payments
from saldo.settlement.actions import issue_receipts
from saldo.settlement.queries import allocations_of_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued
from tests.factories.staff import browser_of, few_queries, typed


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, number="C-1", name="Casa Mirlo")


def open_of(house, frame_of, invoice_id):
    with frame_of(house.tenant_id):
        return get_invoice(house.tenant_id, invoice_id).open


def payments_of(house, frame_of):
    with frame_of(house.tenant_id):
        return find_payments(house.tenant_id).payments


def record(client, customer, **changes):
    path = f"/payments/new?customer={customer}"
    return client.post(path, typed(client.get(path), **changes))


def test_first_it_is_asked_who_has_paid(alice, customer):
    assert "Casa Mirlo" in alice.get("/payments/new", {"q": "mirlo"}).text
    assert "Casa Mirlo" not in alice.get("/payments/new", {"q": "zebra"}).text


def test_a_payment_settles_what_was_due_first_and_is_recorded_once(alice, house, clock, frame_of, customer):
    later = make_issued(house, clock, customer, "100.00", due_in=30)
    sooner = make_issued(house, clock, customer, "50.00", due_in=10)
    path = f"/payments/new?customer={customer}"
    data = typed(alice.get(path), amount="70.00", method="cash")
    first, second = alice.post(path, data), alice.post(path, data)
    assert first.status_code == 302, first.context["form"].errors
    assert second["Location"] == first["Location"]
    assert len(payments_of(house, frame_of)) == 1
    assert open_of(house, frame_of, sooner) == Money.zero("EUR")
    assert open_of(house, frame_of, later) == Money.of("80.00", "EUR")


def test_what_is_said_for_an_invoice_goes_there_first_and_the_rest_stays_credit(
    alice, house, clock, frame_of, customer
):
    later = make_issued(house, clock, customer, "100.00", due_in=30)
    answer = record(alice, customer, amount="130.00", **{f"item-{later}": "100.00"})
    assert answer.status_code == 302
    [payment] = payments_of(house, frame_of)
    assert payment.unapplied == Money.of("30.00", "EUR")
    page = alice.get(answer["Location"])
    assert "stays as the customer" in page.text
    assert "FT 2026/001" in page.text


def test_from_an_invoice_its_open_amount_is_there_already(alice, house, clock, customer):
    invoice = make_issued(house, clock, customer, "100.00")
    data = typed(alice.get(f"/payments/new?invoice={invoice}"))
    assert data["amount"] == "100"
    assert data[f"item-{invoice}"] == "100"


def test_a_payment_may_be_back_dated_and_not_be_of_tomorrow(alice, house, clock, frame_of, customer):
    assert record(alice, customer, amount="10", received_on="2026-02-20").status_code == 302
    assert str(payments_of(house, frame_of)[0].received_on) == "2026-02-20"
    future = record(alice, customer, amount="10", received_on="2026-03-03")
    assert future.status_code == 422
    assert "received_on" in future.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "ten"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "10", "received_on": ""}, "received_on"),
        ({"amount": "10", "method": "shells"}, "method"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_is_recorded(alice, house, frame_of, customer, changes, field):
    answer = record(alice, customer, **changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert payments_of(house, frame_of) == []


def test_invoices_get_neither_more_than_is_open_nor_more_than_came(alice, house, clock, frame_of, customer):
    invoice = make_issued(house, clock, customer, "100.00")
    item = f"item-{invoice}"
    assert item in record(alice, customer, amount="200", **{item: "100.01"}).context["form"].errors
    assert "amount" in record(alice, customer, amount="20", **{item: "50"}).context["form"].errors
    assert payments_of(house, frame_of) == []


def test_a_reversal_opens_again_what_was_settled_and_a_second_changes_nothing(alice, house, clock, frame_of, customer):
    invoice = make_issued(house, clock, customer, "100.00")
    path = f"{record(alice, customer, amount='100')['Location']}/reverse"
    assert "FT 2026/001" in alice.get(path).text
    data = typed(alice.get(path), reason="The cheque bounced")
    assert alice.post(path, {**data, "reason": ""}).status_code == 422
    for _time in range(2):
        assert alice.post(path, data).status_code == 302
    assert open_of(house, frame_of, invoice) == Money.of("100.00", "EUR")
    [payment] = payments_of(house, frame_of)
    assert payment.is_reversed
    with frame_of(house.tenant_id):
        [undone] = allocations_of_payments(house.tenant_id, [payment.id])
    assert not undone.is_live
    assert "The cheque bounced" in alice.get(path.removesuffix("/reverse")).text


def test_the_receipt_is_served_as_pdf(alice, house, clock, frame_of, customer):
    make_issued(house, clock, customer, "100.00")
    shown = record(alice, customer, amount="100")["Location"]
    assert alice.get(f"{shown}/receipt.pdf").status_code == 404
    with frame_of(house.tenant_id):
        issue_receipts([one.id for one in find_payments(house.tenant_id).payments], on=None, actor=house.night)
    receipt = alice.get(f"{shown}/receipt.pdf")
    assert receipt.content.startswith(b"%PDF")
    assert receipt["Content-Type"] == "application/pdf"
    assert receipt["X-Content-Type-Options"] == "nosniff"


def test_pages_cost_few_queries(alice, house, clock, customer):
    for _one in range(12):
        make_issued(house, clock, customer)
    shown = record(alice, customer, amount="5000")["Location"]
    for path in (shown, "/payments", f"/payments?customer={customer}", f"/payments/new?customer={customer}"):
        with few_queries():
            assert alice.get(path).status_code == 200


def test_who_may_only_read_is_refused_and_a_foreign_payment_does_not_exist(
    alice, house, charlies_house, clock, customer, settings
):
    shown = record(alice, customer, amount="10")["Location"]
    draft = make_draft(house, clock, customer)
    rita = browser_of(house, clock, "read_only")
    assert rita.get(shown).status_code == 200
    assert "/reverse" not in rita.get(shown).text
    assert "Record a payment" not in rita.get("/payments").text
    assert rita.post(f"{shown}/reverse", {"reason": "x", "on": "2026-03-02"}).status_code == 403
    assert rita.post(f"/payments/new?customer={customer}", {"amount": "1"}).status_code == 403
    charlie = browser_of(charlies_house, clock)
    for path in (shown, f"{shown}/reverse", f"{shown}/receipt.pdf", f"/payments/new?customer={customer}"):
        assert charlie.get(path).status_code == 404
    assert charlie.get(f"/payments/new?invoice={draft}").status_code == 404
