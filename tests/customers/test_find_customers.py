from __future__ import annotations

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from saldo.customers.actions import NewContact, change_contact
from saldo.customers.queries import contacts_of, find_customers, other_names_of
from saldo.kernel.errors import BadInput
from tests.factories.customers import make_customer, make_customers


def names(tenant_id, search="", **options) -> list[str]:
    return [one.name for one in find_customers(tenant_id, search=search, **options).customers]


@pytest.fixture
def some(house, clock):
    make_customer(house, clock, name="Łódzka Piekarnia", number="PL-001", email="biuro@lodzka.example")
    make_customer(house, clock, name="Ångström AB", number="se-7", email="faktura@angstrom.example")
    make_customer(house, clock, name="Padaria São João", number="100", email="", other_names=("JOAO E FILHOS",))
    make_customer(house, clock, name="zeta", number="101", contacts=())
    make_customer(house, clock, name="O'Neill & Sons", number="102%", email="o_neill@example.test")


def test_customers_are_listed_by_name_whatever_their_accents_and_case(house, frame_of, some):
    with frame_of(house.tenant_id):
        assert names(house.tenant_id) == [
            "Ångström AB",
            "Łódzka Piekarnia",
            "O'Neill & Sons",
            "Padaria São João",
            "zeta",
        ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("lodz", ["Łódzka Piekarnia"]),
        ("PIEK łó", ["Łódzka Piekarnia"]),
        ("são", ["Padaria São João"]),
        ("sao joa", ["Padaria São João"]),
        ("filhos", ["Padaria São João"]),
        ("ze", ["zeta"]),
        ("z", ["zeta"]),
        ("10", ["O'Neill & Sons", "Padaria São João", "zeta"]),
        ("102%", ["O'Neill & Sons"]),
        ("SE-7", ["Ångström AB"]),
        ("pl-0", ["Łódzka Piekarnia"]),
        ("Biuro@", ["Łódzka Piekarnia"]),
        ("o_neill@", ["O'Neill & Sons"]),
        ("o'neill", ["O'Neill & Sons"]),
        ("neill sons", ["O'Neill & Sons"]),
        ("iekarnia", []),
        ("padaria lodzka", []),
        ("%", []),
        ("x_y", []),
        ("' | 'q' :*", []),
        ("&|!():*", []),
        ("\0", None),
    ],
)
def test_beginnings_of_words_numbers_and_addresses_are_found(house, frame_of, some, search, found):
    with frame_of(house.tenant_id):
        assert names(house.tenant_id, search) == (names(house.tenant_id) if found is None else found)


@pytest.mark.parametrize("search", ["", "customer", "cus", "cu"])
def test_pages_go_on_where_the_last_one_ended_and_leave_nobody_out(house, clock, frame_of, search):
    ids = make_customers(house, clock, 23)
    seen, cursor = [], None
    with frame_of(house.tenant_id):
        for _ in range(10):
            page = find_customers(house.tenant_id, search=search, cursor=cursor, limit=5)
            seen += [one.customer_id for one in page.customers]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert seen == ids


def test_customers_of_one_name_are_paged_apart(house, clock, frame_of):
    ids = make_customers(house, clock, 5, name="Same", email="same@example.test")
    with frame_of(house.tenant_id):
        first = find_customers(house.tenant_id, search="same", limit=3)
        rest = find_customers(house.tenant_id, search="same", limit=3, cursor=first.next_cursor)
    assert {one.customer_id for one in first.customers + rest.customers} == set(ids)


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "WzEsIDJd", "bnVsbA", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(house, frame_of, cursor):
    with frame_of(house.tenant_id), pytest.raises(BadInput, match="bad_cursor"):
        find_customers(house.tenant_id, cursor=cursor)


@pytest.mark.parametrize("search", ["", "piekarnia"])
def test_a_page_takes_two_queries_however_long(house, clock, frame_of, search):
    make_customers(house, clock, 60, name="Piekarnia")
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        assert len(names(house.tenant_id, search, limit=50)) == 50
    assert len(captured) == 2


def test_another_tenant_finds_nothing(house, charlies_house, frame_of, some):
    with frame_of(charlies_house.tenant_id):
        for tenant_id in (house.tenant_id, charlies_house.tenant_id):
            assert names(tenant_id) == [] == names(tenant_id, "piekarnia")


SEARCH = "SELECT customers_search(%s, '''piek'':*', 'piek', 'P', 'p', '', %s, 10)"


def test_the_search_function_answers_for_the_frames_tenant_alone(house, charlies_house, frame_of, some):
    nil = "00000000-0000-0000-0000-000000000000"
    with frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(SEARCH, [house.tenant_id, nil])
        assert len(cursor.fetchall()) == 1
    with frame_of(charlies_house.tenant_id), connection.cursor() as cursor:
        cursor.execute(SEARCH, [house.tenant_id, nil])
        assert cursor.fetchall() == []
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(SEARCH, [house.tenant_id, nil])


def test_contacts_and_other_names_of_one_customer_are_listed(house, clock, frame_of):
    customer = make_customer(
        house, clock, other_names=("Zet", "Ann"), contacts=(NewContact("A", "a@example.test"), NewContact("B"))
    )
    with frame_of(house.tenant_id):
        assert other_names_of(house.tenant_id, customer) == ["Ann", "Zet"]
        assert [one.name for one in contacts_of(house.tenant_id, customer)] == ["A", "B"]
        change_contact(customer, details={"email": "new@example.test"}, actor=house.bob)
        assert [one.email for one in contacts_of(house.tenant_id, customer)] == ["new@example.test", ""]


def test_a_word_that_thousands_share_is_paged_like_any_other(house, frame_of, owner_connection):
    owner_connection.execute(
        "INSERT INTO customers_customer (tenant_id, id, number, name, sort_key, kind, language, country, tax_id,"
        " address_lines, currency, contact_hold, note, created_at)"
        " SELECT %s, gen_random_uuid(), 'N-' || n, 'x', lpad(n::text, 5, '0') || ' lda', 'unknown', 'en', '', '', '{}',"
        " '', '', '', now() FROM generate_series(1, 10050) AS n",
        [house.tenant_id],
    )
    with frame_of(house.tenant_id):
        for search in ("lda", "n-"):
            first = find_customers(house.tenant_id, search=search, limit=30)
            second = find_customers(house.tenant_id, search=search, limit=30, cursor=first.next_cursor)
            numbers = [one.number for one in first.customers + second.customers]
            assert numbers == [f"N-{n}" for n in range(1, 61)]
        [found] = find_customers(house.tenant_id, search="lda 10050").customers
        assert found.number == "N-10050"
