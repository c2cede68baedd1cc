"""Open invoices from elsewhere: their numbers, our ledger."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.invoices.actions import ImportedInvoice, document_of, import_invoices
from saldo.invoices.choices import REACHED
from saldo.invoices.queries import get_invoice, open_invoices_of, prove_invoices
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, prove_ledger
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued


def row(number="OLD-1", **overrides):
    details = {
        "row_number": 2,
        "number": number,
        "customer_number": "K1",
        "currency": "EUR",
        "total": Money.of("90.00", "EUR"),
        "issued_on": date(2026, 1, 5),
        "due_on": date(2026, 2, 4),
        "title": "Work of last year",
        "order_number": "",
    }
    return ImportedInvoice(**{**details, **overrides})


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, number="K1")


def take(house, *rows):
    return import_invoices(rows, legal_entity_id=house.entity_id, actor=house.bob)


def test_an_imported_invoice_is_open_delivered_by_declaration_and_has_no_document(house, customer, frame_of):
    with frame_of(house.tenant_id):
        invoice_id = take(house, row()).only()
        invoice = get_invoice(house.tenant_id, invoice_id)
        assert (invoice.number, invoice.origin, invoice.state) == ("OLD-1", "imported", "open")
        assert invoice.delivery in REACHED
        assert [one.id for one in open_invoices_of(house.tenant_id, [customer])[customer]] == [invoice_id]
        [balance] = customer_balances(house.tenant_id, [customer])[customer]
        assert balance.receivable == Money.of("90.00", "EUR")
        with pytest.raises(NotFound):
            document_of(invoice_id, actor=house.rita)
        assert prove_invoices(house.tenant_id).holds


def test_the_same_file_again_changes_nothing(house, customer, frame_of):
    rows = [row(f"OLD-{n}", row_number=n) for n in range(1, 60)]
    with frame_of(house.tenant_id):
        first = take(house, *rows)
        assert len(first.done) == 59
    with frame_of(house.tenant_id):
        again = take(house, *rows)
        assert (again.done, again.refused) == ([], [])
        assert set(again.unchanged) == set(first.done)
        assert prove_ledger(house.tenant_id).entries == 59


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"number": "  "}, "number_missing"),
        ({"number": "x" * 61}, "text_too_long"),
        ({"customer_number": "K9"}, "unknown_customer"),
        ({"currency": "EUX"}, "unknown_currency"),
        ({"currency": "USD"}, "unknown_currency"),
        ({"total": Money.of("0.00", "EUR")}, "total_not_positive"),
        ({"total": Money.of("-5.00", "EUR")}, "total_not_positive"),
        ({"issued_on": date(2026, 3, 3), "due_on": date(2026, 4, 3)}, "date_in_future"),
        ({"due_on": date(2026, 1, 4)}, "due_before_issue"),
        ({"title": "x" * 201}, "text_too_long"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_its_number(house, customer, frame_of, overrides, code):
    with frame_of(house.tenant_id):
        outcome = take(house, row(**{"row_number": 7, **overrides}), row("OLD-2", row_number=8))
        assert [(one.item, one.code) for one in outcome.refused] == [(7, code)]
        assert len(outcome.done) == 1


def test_a_number_that_comes_twice_is_refused_where_it_comes_again(house, customer, frame_of):
    with frame_of(house.tenant_id):
        outcome = take(house, row(row_number=2), row(" OLD-1 ", row_number=3))
        assert len(outcome.done) == 1
        assert [(one.item, one.code) for one in outcome.refused] == [(3, "duplicate_number")]


def test_a_number_that_was_imported_with_other_data_is_refused(house, customer, frame_of):
    with frame_of(house.tenant_id):
        take(house, row()).only()
        outcome = take(house, row(total=Money.of("91.00", "EUR")))
        assert [one.code for one in outcome.refused] == ["number_taken"]


def test_an_imported_number_may_look_like_one_of_ours(house, customer, clock, frame_of):
    make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, take(house, row("FT 2026/001")).only()).origin == "imported"


def test_who_may_not_import_imports_nothing(house, charlies_house, customer, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(NotPermitted):
            import_invoices([row()], legal_entity_id=house.entity_id, actor=house.rita)
        with pytest.raises(NotFound):
            import_invoices([row()], legal_entity_id=new_id(), actor=house.alice)
    with frame_of(charlies_house.tenant_id):
        assert take(charlies_house, row()).refused[0].code == "unknown_customer"
