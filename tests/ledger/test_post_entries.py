"""The door."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from saldo.kernel.journal import Account, Entry, Posting
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.actions import post_entries
from saldo.ledger.queries import customer_balances, item_balances, open_items, prove_ledger


def issued(house, minor: int = 12300, *, customer: UUID | None = None, key: str | None = None) -> Entry:
    item = new_id()
    return Entry(
        id=new_id(),
        key=key or f"issue_invoices:{item}",
        kind="invoice_issued",
        legal_entity_id=house.entity_id,
        effective_on=date(2026, 3, 2),
        postings=(
            Posting(Account.RECEIVABLE, Money(minor, "EUR"), customer or new_id(), item, date(2026, 4, 1)),
            Posting(Account.REVENUE, Money(-minor, "EUR")),
        ),
    )


def test_an_entry_is_recorded_once_however_often_it_is_posted(house, frame_of):
    customer = new_id()
    entry = issued(house, customer=customer)
    with frame_of(house.tenant_id):
        assert post_entries([entry], actor=house.alice).done == [entry.id]
    with frame_of(house.tenant_id):
        again = post_entries([issued(house, customer=customer, key=entry.key)], actor=house.alice)
        assert again.done == [] and len(again.unchanged) == 1
        [balance] = customer_balances(house.tenant_id, [customer])[customer]
        assert balance.receivable == Money(12300, "EUR")


def test_a_large_set_is_recorded_like_a_small_one(house, frame_of):
    customers = [new_id() for _ in range(7)]
    entries = [issued(house, 100 + n, customer=customers[n % 7]) for n in range(300)]
    with frame_of(house.tenant_id):
        post_entries(entries, actor=house.alice)
        proof = prove_ledger(house.tenant_id)
        assert proof.holds and proof.entries == 300 and proof.balances == 7
        items = open_items(house.tenant_id, on=date(2026, 3, 2), known_at=_now())
        assert sum(item.open.minor for item in items) == sum(100 + n for n in range(300))


def test_a_report_of_the_past_does_not_count_what_was_recorded_later(house, frame_of, clock):
    first, second = issued(house), issued(house)
    with frame_of(house.tenant_id):
        post_entries([first], actor=house.alice)
        known_at = _now()
    clock.advance(days=3)
    with frame_of(house.tenant_id):
        post_entries([second], actor=house.alice)
        assert len(open_items(house.tenant_id, on=date(2026, 3, 2), known_at=known_at)) == 1
        assert len(open_items(house.tenant_id, on=date(2026, 3, 2), known_at=_now())) == 2


def test_another_tenant_sees_nothing(house, charlies_house, frame_of):
    entry = issued(house)
    with frame_of(house.tenant_id):
        post_entries([entry], actor=house.alice)
    with frame_of(charlies_house.tenant_id):
        assert open_items(house.tenant_id, on=date(2026, 3, 2), known_at=_now()) == []
        assert item_balances(house.tenant_id, [entry.postings[0].item_id]) == {}


def test_a_tenants_table_raises_without_a_frame(house):
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET kind = 'x'", "DELETE FROM {}"])
def test_the_application_may_not_change_the_ledger(house, frame_of, table, statement):
    refused = pytest.raises(DatabaseError, match="permission denied|does not exist")
    with refused, frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("statement", ["DELETE FROM ledger_entry", "TRUNCATE ledger_entry CASCADE"])
def test_not_even_the_owner_may_change_the_ledger(house, owner_connection, statement):
    with pytest.raises(psycopg.errors.RaiseException, match="cannot be changed"):
        owner_connection.execute(statement)


INSERT = """
    INSERT INTO ledger_posting
        (tenant_id, id, entry_id, line, account, currency, amount_minor, effective_on, recorded_at)
    SELECT %s, gen_random_uuid(), %s, line, 'revenue', 'EUR', amount, '2026-03-02', now()
    FROM unnest(%s, %s) new(line, amount)
"""


@pytest.mark.parametrize(
    ("lines", "amounts"),
    [([3, 4], [5, -5]), ([1, 2], [5, -5]), ([1], [5])],
    ids=["appended to", "written twice", "unbalanced"],
)
def test_postings_cannot_be_added_to_an_entry_later(house, frame_of, lines, amounts):
    entry = issued(house)
    with frame_of(house.tenant_id):
        post_entries([entry], actor=house.alice)
    with pytest.raises(IntegrityError), frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(INSERT, [house.tenant_id, entry.id, lines, amounts])


def test_the_proof_finds_a_balance_that_was_tampered_with(house, frame_of, owner_connection):
    with frame_of(house.tenant_id):
        post_entries([issued(house)], actor=house.alice)
    owner_connection.execute("UPDATE ledger_balance SET balance_minor = balance_minor + 1")
    with frame_of(house.tenant_id):
        assert prove_ledger(house.tenant_id).balances_wrong == 1


def test_the_proof_finds_an_entry_without_postings(house, frame_of, owner_connection):
    owner_connection.execute(
        "INSERT INTO ledger_entry (tenant_id, id, key, kind, legal_entity_id, effective_on, recorded_at, posting_count)"
        " VALUES (%s, gen_random_uuid(), 'x:1', 'x', %s, '2026-03-02', now(), 2)",
        [house.tenant_id, house.entity_id],
    )
    with frame_of(house.tenant_id):
        assert prove_ledger(house.tenant_id).entries_with_wrong_count == 1


def _now():
    from saldo.base.tenants.frame import current_frame

    return current_frame().now
