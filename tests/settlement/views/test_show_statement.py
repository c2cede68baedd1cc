"""The statement of account: from the ledger, as of any day, for staff and for the customer."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from saldo.base.tenants.frame import frame
from saldo.invoices.actions import CreditRequest, credit_invoices
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances
from saldo.settlement.actions import reverse_payments
from saldo.settlement.queries.statements import statement_facts
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import make_settled
from tests.factories.staff import browser_of, few_queries


@pytest.fixture
def dana(house, clock):
    return make_customer(house, clock, name="Marlow & Finch", language="en", contact_language="en", number="C-77")


@pytest.fixture
def history(house, clock, dana):
    """An invoice paid in part, one with a credit note, a payment taken back, a month apart each."""
    first = make_issued(house, clock, dana, "1000.00", title="Bread in March", due_in=10)
    clock.advance(days=30)
    make_settled(house, clock, dana, "400.00", reference="Transfer 1")
    taken_back = make_settled(house, clock, dana, "100.00", reference="Transfer 2")
    clock.advance(days=30)
    second = make_issued(house, clock, dana, "500.00", title="Rolls")
    with frame(house.tenant_id, clock=clock):
        request = CreditRequest(new_id(), second, Money.of("50.00", "EUR"), "A box was missing")
        credit_invoices([request], on=date(2026, 5, 1), actor=house.alice, deliver=False).only()
        reverse_payments([taken_back], on=date(2026, 5, 1), reason="Returned", actor=house.alice).only()
    return first, second


def facts_of(house, clock, dana, on, since):
    with frame(house.tenant_id, clock=clock) as opened:
        return statement_facts(
            house.tenant_id,
            dana,
            legal_entity_id=house.entity_id,
            currency="EUR",
            since=since,
            on=on,
            known_at=opened.now,
        )


def text_of(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_the_statement_is_the_ledgers_balance_and_names_what_moved(house, clock, dana, history):
    facts = facts_of(house, clock, dana, date(2026, 5, 1), date(2026, 3, 15))
    with frame(house.tenant_id, clock=clock):
        (balance,) = customer_balances(house.tenant_id, [dana])[dana]
    assert facts.balance_minor == balance.net.minor
    assert facts.opening_minor == 100_000
    assert facts.opening_minor + sum(one.amount_minor for one in facts.moved) == facts.balance_minor
    assert [(one.kind, one.amount_minor) for one in facts.moved] == [
        ("payment", -40_000),
        ("payment", -10_000),
        ("invoice", 50_000),
        ("credit_note", -5_000),
        ("reversal", 10_000),
    ]
    assert facts.moved[0].detail == "Transfer 1"


def test_an_earlier_day_shows_what_was_so_then(house, clock, dana, history):
    facts = facts_of(house, clock, dana, date(2026, 4, 2), date(2026, 3, 1))
    assert facts.balance_minor == 50_000
    assert [(one.number, one.open_minor) for one in facts.items] == [("FT 2026/001", 50_000)]


def test_staff_get_it_as_a_pdf_of_any_day(house, clock, dana, history):
    bob = browser_of(house, clock, "collector")
    with few_queries(20):
        today = bob.get(f"/customers/{dana}/statement.pdf")
    assert today.headers["Content-Type"] == "application/pdf"
    assert "C-77-2026-05-01.pdf" in today.headers["Content-Disposition"]
    words = text_of(today)
    assert "Statement of account" in words
    assert "1,050.00" in words
    assert "Bread in March" in words
    earlier = text_of(bob.get(f"/customers/{dana}/statement.pdf?on=2026-04-02&currency=EUR"))
    assert "500.00" in earlier
    assert "Rolls" not in earlier


def test_a_day_that_is_none_and_a_stranger_are_refused(house, charlies_house, clock, dana):
    bob = browser_of(house, clock, "collector")
    assert bob.get(f"/customers/{dana}/statement.pdf?on=yesterday").status_code == 422
    assert bob.get(f"/customers/{dana}/statement.pdf?currency=XXQ").status_code == 422
    assert browser_of(charlies_house, clock).get(f"/customers/{dana}/statement.pdf").status_code == 404


def test_an_account_without_anything_says_so(house, clock, dana):
    words = text_of(browser_of(house, clock, "read_only").get(f"/customers/{dana}/statement.pdf"))
    assert "Nothing is open. Thank you." in words
