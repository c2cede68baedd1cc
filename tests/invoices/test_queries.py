"""Lists page by page, and proofs that notice."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.invoices.actions import CreditRequest, change_open_amounts, credit_invoices
from saldo.invoices.queries import (
    Shown,
    find_invoices,
    get_invoice,
    numbers_of,
    open_invoices_of,
    prove_invoices,
    prove_sequences,
)
from saldo.kernel.errors import BadInput, NotFound
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued

ON = date(2026, 3, 2)


def pages(house, *, limit=2, **wanted):
    cursor, rows = None, []
    while True:
        page = find_invoices(house.tenant_id, cursor=cursor, limit=limit, **{"on": ON, **wanted})
        assert len(page.rows) <= limit
        rows += [one.id for one in page.rows]
        cursor = page.cursor
        if cursor is None:
            return rows


def test_pages_join_into_the_whole_list_newest_first(house, clock, frame_of):
    customer, made = make_customer(house, clock), []
    for n in range(7):
        made.append(make_issued(house, clock, customer, f"{n + 1}.00"))
        if n % 2:
            clock.advance(seconds=1)
    with frame_of(house.tenant_id):
        newest = pages(house)
        assert sorted(newest) == sorted(made)
        created = [get_invoice(house.tenant_id, one).created_at for one in newest]
        assert created == sorted(created, reverse=True)
        assert pages(house, limit=100) == newest


def test_every_list_shows_what_its_name_says(house, clock, frame_of):
    customer, other = make_customer(house, clock), make_customer(house, clock)
    draft = make_draft(house, clock, customer)
    due_today, due_later = (make_issued(house, clock, customer, f"{due}.00", due_in=due) for due in (1, 40))
    overdue = make_issued(house, clock, other, "5.00", due_in=0)
    settled = make_issued(house, clock, customer, "9.00")
    note_id = new_id()
    with frame_of(house.tenant_id):
        change_open_amounts({settled: -900}, on=ON, actor=house.night)
        credit_invoices([CreditRequest(note_id, overdue, None, "x")], on=ON, actor=house.alice).only()
        tomorrow = date(2026, 3, 3)
        assert pages(house, on=tomorrow, shown="draft") == [draft]
        assert pages(house, on=tomorrow, shown="open") == [overdue, due_today, due_later]
        assert pages(house, on=tomorrow, shown=Shown.OVERDUE) == [overdue]  # due today is not overdue
        assert pages(house, on=tomorrow, shown="settled") == [settled]
        assert pages(house, on=tomorrow, shown="credit_notes") == [note_id]
        assert pages(house, on=tomorrow, shown="open", customer_id=other) == [overdue]
        found = open_invoices_of(house.tenant_id, [customer, other])
        assert {key: [one.id for one in some] for key, some in found.items()} == {
            customer: [due_today, due_later],
            other: [overdue],
        }


def test_a_number_is_found_by_its_beginning(house, clock, frame_of):
    customer = make_customer(house, clock)
    made = [make_issued(house, clock, customer, f"{n + 1}.00") for n in range(11)]
    with frame_of(house.tenant_id):
        assert pages(house, number="FT 2026/01") == [made[10], made[9]]
        assert pages(house, number="FT 2026/0_") == []
        assert pages(house, number="%") == []
        assert numbers_of(house.tenant_id, made[:1]) == {made[0]: "FT 2026/001"}


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WzEsMl0", "W10", "é", "WyIyMDI2LTAzLTAyIiwgIngiXQ"])
def test_a_cursor_that_nobody_gave_out_is_refused(house, frame_of, cursor):
    with frame_of(house.tenant_id), pytest.raises(BadInput):
        find_invoices(house.tenant_id, on=ON, cursor=cursor)


def test_another_tenant_sees_no_invoice(house, charlies_house, clock, frame_of):
    customer = make_customer(house, clock)
    invoice_id = make_issued(house, clock, customer)
    with frame_of(charlies_house.tenant_id):
        assert pages(charlies_house) == []
        assert open_invoices_of(charlies_house.tenant_id, [customer]) == {customer: []}
        assert numbers_of(charlies_house.tenant_id, [invoice_id]) == {}
        with pytest.raises(NotFound):
            get_invoice(charlies_house.tenant_id, invoice_id)


TAMPERED = [
    ("UPDATE invoices_invoice SET open_minor = open_minor - 1", "open_wrong"),
    ("UPDATE invoices_invoice SET net_minor = net_minor - 1, tax_minor = tax_minor + 1", "totals_wrong"),
    ("UPDATE invoices_invoiceline SET net_minor = net_minor + 1", "totals_wrong"),
    ("DELETE FROM invoices_invoicecontent", "contents_missing"),
]


@pytest.mark.parametrize(("statement", "fault"), TAMPERED)
def test_the_proof_finds_what_was_tampered_with(house, clock, frame_of, owner_connection, statement, fault):
    make_issued(house, clock, make_customer(house, clock), "10.00")
    with owner_connection.transaction():
        owner_connection.execute("SET LOCAL session_replication_role = replica")  # past the triggers
        owner_connection.execute(statement)
    with frame_of(house.tenant_id):
        proof = prove_invoices(house.tenant_id)
        assert getattr(proof, fault) == 1
        assert not proof.holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices_invoice SET number = 'FT 2026/009' WHERE number = 'FT 2026/002'",
        "UPDATE invoices_invoice SET number = 'XX 2026/002' WHERE number = 'FT 2026/002'",
        "UPDATE numbering_numbercounter SET last_number = 4",
    ],
)
def test_the_proof_finds_a_hole_in_a_series(house, clock, frame_of, owner_connection, statement):
    customer = make_customer(house, clock)
    for n in range(3):
        make_issued(house, clock, customer, f"{n + 1}.00")
    with frame_of(house.tenant_id):
        assert prove_sequences(house.tenant_id) == (1, 3, ())
    with owner_connection.transaction():
        owner_connection.execute("SET LOCAL session_replication_role = replica")
        owner_connection.execute(statement)
    with frame_of(house.tenant_id):
        assert prove_sequences(house.tenant_id).broken == ("invoice FT {year}/{number:03d} 2026",)
