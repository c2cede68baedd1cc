from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.base.files.policies.read_table import read_table
from saldo.customers.actions import CustomerRow, change_contact, change_customer, import_customers
from saldo.customers.queries import (
    billing_of,
    contacts_of,
    customers_by_number,
    find_customers,
    get_customer,
    other_names_of,
)
from saldo.kernel.errors import NotPermitted, Refused

FILE = (
    "number;name;email;contact_name;country;terms_days;address\n"
    'C-1;Padaria São João;ana@example.test;Ana;PT;14;"Rua 1\nPorto"\n'
    "C-2;=cmd|' /C calc'!A0;;;PL;;\n"
    "C-1;SAO JOAO E FILHOS;books@example.test;;;;\n"
)


def rows_of(text: str, encoding: str = "windows-1252") -> list[CustomerRow]:
    table = read_table(text.encode(encoding))
    return [CustomerRow(row.number, dict(zip(table.header, row.cells, strict=True))) for row in table.rows()]


def row(row_number: int, **values: str) -> CustomerRow:
    return CustomerRow(row_number, {"number": f"C-{row_number}", **values})


def bring_in(house, frame_of, rows, actor=None):
    with frame_of(house.tenant_id):
        return import_customers(rows, actor=actor or house.bob)


def test_a_file_becomes_customers_with_contacts_and_other_names(house, frame_of):
    assert bring_in(house, frame_of, rows_of(FILE)).done == [2, 3, 4]
    with frame_of(house.tenant_id):
        ids = customers_by_number(house.tenant_id, ["C-1", "C-2"])
        first, second = (billing_of(house.tenant_id, ids.values())[ids[number]] for number in ("C-1", "C-2"))
        assert (first.name, first.email, first.contact_name) == ("Padaria São João", "ana@example.test", "Ana")
        assert (first.terms_days, first.address_lines, first.kind) == (14, ("Rua 1", "Porto"), "unknown")
        assert other_names_of(house.tenant_id, ids["C-1"]) == ["SAO JOAO E FILHOS"]
        assert [one.email for one in contacts_of(house.tenant_id, ids["C-1"])] == [
            "ana@example.test", "books@example.test",
        ]  # fmt: skip
        assert (second.name, second.contact_id) == ("=cmd|' /C calc'!A0", None)


def test_the_same_file_again_changes_nothing(house, frame_of):
    bring_in(house, frame_of, rows_of(FILE))
    again = bring_in(house, frame_of, rows_of(FILE))
    assert (again.done, again.unchanged, again.refused) == ([], [2, 3, 4], [])
    with frame_of(house.tenant_id):
        for customer in customers_by_number(house.tenant_id, ["C-1", "C-2"]).values():
            assert [one.action for one in records_of(house.tenant_id, customer)] == ["create_customers"]


def test_what_people_corrected_is_not_overwritten(house, frame_of):
    bring_in(house, frame_of, rows_of(FILE))
    with frame_of(house.tenant_id):
        customer = customers_by_number(house.tenant_id, ["C-1"])["C-1"]
        change_customer(customer, details={"name": "Padaria Nova", "terms_days": 30}, actor=house.bob)
        change_contact(customer, details={"email": "nova@example.test"}, actor=house.bob)
    assert bring_in(house, frame_of, rows_of(FILE)).unchanged == [2, 3, 4]
    with frame_of(house.tenant_id):
        card = billing_of(house.tenant_id, [customer])[customer]
        assert (card.name, card.terms_days, card.email) == ("Padaria Nova", 30, "nova@example.test")


def test_a_new_name_of_a_known_customer_is_kept_as_another_name(house, frame_of):
    bring_in(house, frame_of, [row(1, name="One")])
    outcome = bring_in(house, frame_of, [row(1, name="One"), CustomerRow(2, {"number": "C-1", "name": "Uno"})])
    assert (outcome.done, outcome.unchanged) == ([2], [1])
    with frame_of(house.tenant_id):
        customer = customers_by_number(house.tenant_id, ["C-1"])["C-1"]
        assert other_names_of(house.tenant_id, customer) == ["Uno"]
        assert records_of(house.tenant_id, customer)[-1].after == {"other_name": "Uno"}


def test_a_file_without_names_names_customers_by_their_number(house, frame_of):
    rows = [CustomerRow(2, {"number": "0379-NEVHP"}), CustomerRow(3, {"number": "0379-NEVHP"})]
    assert bring_in(house, frame_of, rows).done == [2, 3]
    with frame_of(house.tenant_id):
        customer = customers_by_number(house.tenant_id, ["0379-NEVHP"])["0379-NEVHP"]
        assert get_customer(house.tenant_id, customer).name == "0379-NEVHP"
        change_customer(customer, details={"name": "Nevhp Ltd"}, actor=house.bob)
    assert bring_in(house, frame_of, rows).unchanged == [2, 3]


def test_a_row_without_a_name_says_nothing_about_the_name(house, frame_of):
    rows = [{"number": "C-1"}, {"number": "C-1", "name": "Ana"}, {"number": "C-1"}, {"number": "C-1", "name": "Anna"}]
    bring_in(house, frame_of, [CustomerRow(n, values) for n, values in enumerate(rows, 2)])
    with frame_of(house.tenant_id):
        [card] = find_customers(house.tenant_id).customers
        assert (card.name, other_names_of(house.tenant_id, card.customer_id)) == ("Ana", ["Anna"])


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"number": ""}, "missing", "number"),
        ({"number": "x" * 41}, "too_long", "number"),
        ({"email": "ana"}, "bad_email", "email"),
        ({"country": "391"}, "unknown_country", "country"),
        ({"kind": "enterprise"}, "unknown_kind", "kind"),
        ({"currency": "euros"}, "unknown_currency", "currency"),
        ({"language": "xx"}, "unknown_language", "language"),
        ({"terms_days": "30 days"}, "bad_terms", "terms_days"),
        ({"terms_days": "9999"}, "bad_terms", "terms_days"),
        ({"address": "\n".join("abcdefghi")}, "too_long", "address"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_field_and_the_others_are_taken(house, frame_of, wrong, code, field):
    outcome = bring_in(house, frame_of, [row(2), row(3, **wrong), row(4)])
    assert outcome.done == [2, 4]
    assert [(one.item, one.code, one.field) for one in outcome.refused] == [(3, code, field)]


@pytest.mark.parametrize("field", ["country", "tax_id", "kind"])
def test_rows_of_one_number_that_contradict_each_other_are_refused(house, frame_of, field):
    values = {"country": ("PT", "", "ES"), "tax_id": ("1", "", "2"), "kind": ("business", "", "individual")}[field]
    outcome = bring_in(
        house, frame_of, [CustomerRow(n, {"number": "C-1", field: one}) for n, one in enumerate(values, 2)]
    )
    assert outcome.done == [2, 3]
    assert [(one.item, one.code, one.field) for one in outcome.refused] == [(4, "contradicts_row", field)]
    assert "Row 2" in outcome.refused[0].sentence


def test_all_or_nothing_is_a_matter_of_raising_inside_the_frame(house, frame_of):
    with pytest.raises(Refused) as caught, frame_of(house.tenant_id):
        import_customers([row(2), row(3, email="x")], actor=house.bob).raise_if_refused()
    assert caught.value.outcome.done == [2]
    with frame_of(house.tenant_id):
        assert find_customers(house.tenant_id).customers == []


def test_another_tenant_sees_nothing_and_imports_for_itself(house, charlies_house, frame_of):
    bring_in(house, frame_of, rows_of(FILE))
    assert bring_in(charlies_house, frame_of, rows_of(FILE), charlies_house.alice).done == [2, 3, 4]
    with frame_of(charlies_house.tenant_id):
        assert len(find_customers(charlies_house.tenant_id).customers) == 2
        assert customers_by_number(house.tenant_id, ["C-1"]) == {}


def test_who_only_reads_may_not_import(house, frame_of):
    with pytest.raises(NotPermitted):
        bring_in(house, frame_of, [], house.rita)


def test_many_rows_take_as_many_queries_as_one(house, frame_of):
    counts = []
    for rows in ([row(1, email="1@example.test")], [row(n, email=f"{n}@example.test") for n in range(2, 32)]):
        with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
            assert import_customers(rows, actor=house.bob).ok
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6


def test_ten_thousand_rows_are_taken_and_found_unchanged_again(house, frame_of):
    rows = [row(n, name=f"Customer {n:05d}", email=f"{n}@example.test") for n in range(2, 10_002)]
    assert len(bring_in(house, frame_of, rows).done) == 10_000
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        assert len(import_customers(rows, actor=house.bob).unchanged) == 10_000
    assert len(captured) <= 6
