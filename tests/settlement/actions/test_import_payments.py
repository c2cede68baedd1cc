"""Payments that were received elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.money import Money
from saldo.ledger.queries import customer_balances, prove_ledger
from saldo.payments.queries import find_payments
from saldo.settlement.actions import import_payments, issue_receipts
from saldo.settlement.policies.read_payment_rows import ImportedPayment
from saldo.settlement.queries import prove_allocations, prove_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros


def a_row(number: int = 2, **overrides: Any) -> ImportedPayment:
    """One row over 100 euros, received on 1 March."""
    details: dict[str, Any] = {
        "key": f"import:{number}",
        "customer_number": "",
        "invoice_number": "",
        "amount": euros("100.00"),
        "received_on": date(2026, 3, 2),
        "method": "transfer",
        "reference": "",
    }
    return ImportedPayment(row_number=number, **{**details, **overrides})


def take(house, frame_of, *rows, actor=None):
    with frame_of(house.tenant_id):
        return import_payments(rows, legal_entity_id=house.entity_id, actor=actor or house.bob)


@pytest.fixture
def world(house, clock):
    """Dana with an early and a late invoice of 100 euros."""
    dana = make_customer(house, clock, number="D-1")
    return dana, [make_issued(house, clock, dana, "100.00", due_in=n) for n in (5, 10)]


def test_a_row_settles_the_invoice_it_names_on_the_day_the_money_came(house, frame_of, clock, world):
    dana, (early, late) = world
    clock.advance(days=10)
    row = a_row(invoice_number="FT 2026/002", customer_number="D-1", received_on=date(2026, 3, 5))
    assert take(house, frame_of, row).done == [2]
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, late).settled_on == date(2026, 3, 5)
        assert get_invoice(house.tenant_id, early).state == "open"
        [payment] = find_payments(house.tenant_id).payments
        assert payment.origin == "imported"
        assert issue_receipts([payment.id], on=None, actor=house.night).done == []
        assert prove_ledger(house.tenant_id).holds
        assert prove_payments(house.tenant_id).holds
        assert prove_allocations(house.tenant_id).holds


def test_without_an_invoice_the_earliest_due_is_settled_and_too_much_is_credit(house, frame_of, world):
    dana, (early, late) = world
    assert take(house, frame_of, a_row(customer_number="D-1", amount=euros("230.00"))).done == [2]
    with frame_of(house.tenant_id):
        assert {get_invoice(house.tenant_id, one).state for one in (early, late)} == {"settled"}
        assert customer_balances(house.tenant_id, [dana])[dana][0].credit == euros("30.00")


def test_the_same_file_again_changes_nothing(house, frame_of, world):
    rows = [a_row(2, invoice_number="FT 2026/001"), a_row(3, invoice_number="FT 2026/002")]
    assert take(house, frame_of, *rows).done == [2, 3]
    again = take(house, frame_of, *rows)
    assert (again.done, again.unchanged) == ([], [2, 3])
    with frame_of(house.tenant_id):
        assert len(find_payments(house.tenant_id).payments) == 2


@pytest.mark.parametrize(
    ("overrides", "code", "field"),
    [
        ({"invoice_number": "FT 1999/001"}, "unknown_invoice", "invoice"),
        ({"customer_number": "nobody"}, "unknown_customer", "customer"),
        ({}, "unknown_customer", "customer"),
        ({"invoice_number": "FT 2026/001", "customer_number": "E-1"}, "other_customer", "customer"),
        ({"invoice_number": "FT 2026/001", "amount": Money.of("1.00", "PLN")}, "other_currency", "amount"),
        ({"customer_number": "D-1", "received_on": date(2026, 3, 3)}, "date_in_future", "received_on"),
        ({"customer_number": "D-1", "amount": euros("0.00")}, "not_positive", "amount"),
    ],
)
def test_a_bad_row_is_refused_by_its_number_and_the_good_ones_are_taken(
    house, frame_of, clock, world, overrides, code, field
):
    make_customer(house, clock, number="E-1")
    outcome = take(house, frame_of, a_row(2, **overrides), a_row(3, invoice_number="FT 2026/002"))
    assert [(one.item, one.code, one.field) for one in outcome.refused] == [(2, code, field)]
    assert outcome.done == [3]


def test_a_key_with_other_data_is_refused(house, frame_of, world):
    take(house, frame_of, a_row(2, customer_number="D-1"))
    outcome = take(house, frame_of, a_row(2, customer_number="D-1", amount=euros("99.00")))
    assert [one.code for one in outcome.refused] == ["number_taken"]


def test_another_tenants_numbers_and_issuers_do_not_exist(house, charlies_house, frame_of, world):
    outcome = take(charlies_house, frame_of, a_row(2, invoice_number="FT 2026/001"), a_row(3, customer_number="D-1"))
    assert [one.code for one in outcome.refused] == ["unknown_invoice", "unknown_customer"]
    with pytest.raises(NotFound), frame_of(charlies_house.tenant_id):
        import_payments([], legal_entity_id=house.entity_id, actor=charlies_house.alice)


def test_who_only_reads_imports_nothing(house, frame_of, world):
    with pytest.raises(NotPermitted):
        take(house, frame_of, a_row(customer_number="D-1"), actor=house.rita)
