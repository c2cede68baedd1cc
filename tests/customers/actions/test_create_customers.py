from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.customers.actions import NewContact, create_customers
from saldo.customers.queries import billing_of, customers_by_number, get_customer, primary_contacts
from saldo.kernel.errors import NotFound, NotPermitted
from tests.factories.customers import make_customer, make_customers, new_customer


def test_a_customer_is_created_with_its_primary_contact(house, frame_of):
    new = new_customer()
    with frame_of(house.tenant_id) as opened:
        assert create_customers([new], actor=house.bob).done == [new.id]
        card = billing_of(house.tenant_id, [new.id])[new.id]
        assert (card.name, card.email, card.language) == (new.name, "dana@piekarnia-pod-lipa.example", "pl")
        assert card.address_lines == new.address_lines and card.bounced_at is None
        customer = get_customer(house.tenant_id, new.id)
        assert customer.sort_key == "piekarnia pod lipa sp z o o" and customer.created_at == opened.now
        assert primary_contacts(house.tenant_id, [new.id])[new.id].id == card.contact_id
        [trail] = records_of(house.tenant_id, new.id)
        assert (trail.action, trail.after["number"]) == ("create_customers", new.number)


def test_a_customer_without_a_contact_has_a_card_with_its_own_language(house, frame_of):
    new = new_customer(contacts=())
    with frame_of(house.tenant_id):
        create_customers([new], actor=house.alice)
        card = billing_of(house.tenant_id, [new.id])[new.id]
    assert (card.contact_id, card.email, card.language) == (None, "", "pl")


def test_the_same_customer_again_is_unchanged(house, frame_of):
    new = new_customer(
        other_names=("Pod Lipą", "PIEKARNIA POD LIPA"),
        contacts=(NewContact("Dana", "dana@example.test"), NewContact("Books", "books@example.test")),
    )
    with frame_of(house.tenant_id):
        create_customers([new], actor=house.alice)
    with frame_of(house.tenant_id):
        again = create_customers([new], actor=house.alice)
        under_another_id = create_customers([replace(new, id=new_customer().id)], actor=house.alice)
        assert (again.done, again.refused, again.unchanged) == ([], [], [new.id])
        assert under_another_id.unchanged == [new.id]
        assert len(records_of(house.tenant_id, new.id)) == 1


@pytest.mark.parametrize("change", [{"name": "Other"}, {"terms_days": 30}, {"email": "x@example.test"}])
def test_a_number_that_is_taken_is_refused_and_the_others_are_taken(house, clock, frame_of, change):
    taken = make_customer(house, clock, number="C-1")
    rival, other = new_customer(number="C-1", **change), new_customer()
    with frame_of(house.tenant_id):
        outcome = create_customers([rival, other], actor=house.alice)
        assert outcome.done == [other.id]
        [refusal] = outcome.refused
        assert (refusal.item, refusal.code, refusal.field) == (rival.id, "duplicate_number", "number")
        assert customers_by_number(house.tenant_id, ["C-1", "none"]) == {"C-1": taken}


def test_an_id_that_is_taken_is_refused(house, clock, frame_of):
    taken = make_customer(house, clock)
    with frame_of(house.tenant_id):
        [refusal] = create_customers([new_customer(id=taken, number="C-2")], actor=house.alice).refused
    assert refusal.code == "duplicate_id"


def test_repeats_inside_one_batch_are_judged_like_kept_customers(house, frame_of):
    first = new_customer(number="C-1")
    twin, rival = replace(first, id=new_customer().id), new_customer(number="C-1", name="Other")
    with frame_of(house.tenant_id):
        outcome = create_customers([first, twin, rival], actor=house.alice)
    assert (outcome.done, outcome.unchanged) == ([first.id], [first.id])
    assert [(one.item, one.code) for one in outcome.refused] == [(rival.id, "duplicate_number")]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"number": " "}, "missing", "number"),
        ({"name": ""}, "missing", "name"),
        ({"name": "x" * 201}, "too_long", "name"),
        ({"name": "Two\nlines"}, "line_break", "name"),
        ({"kind": "company"}, "unknown_kind", "kind"),
        ({"language": "xx"}, "unknown_language", "language"),
        ({"country": "391"}, "unknown_country", "country"),
        ({"country": "ZQ"}, "unknown_country", "country"),
        ({"currency": "EURO"}, "unknown_currency", "currency"),
        ({"terms_days": -1}, "bad_terms", "terms_days"),
        ({"terms_days": 3000}, "bad_terms", "terms_days"),
        ({"address_lines": ("x",) * 9}, "too_long", "address_lines"),
        ({"email": "dana at example.test"}, "bad_email", "email"),
        ({"email": "dana@example.test\nBcc: all@example.test"}, "bad_email", "email"),
        ({"contacts": (NewContact("A", "a@example.test"), NewContact("B", "A@example.test"))}, "duplicate_contact",
         "email"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_field(house, frame_of, wrong, code, field):
    bad, good = new_customer(**wrong), new_customer()
    with frame_of(house.tenant_id):
        outcome = create_customers([bad, good], actor=house.alice)
    assert outcome.done == [good.id]
    assert [(one.item, one.code, one.field) for one in outcome.refused] == [(bad.id, code, field)]


def test_values_are_tidied(house, clock, frame_of):
    customer = make_customer(
        house, clock, name="  Ana ", country="pt", currency="eur", language="pt-BR", contact_language="es-MX",
        email=" Ana@Bücher.Example ", address_lines=("Rua 1", " ", "Porto"),
    )  # fmt: skip
    with frame_of(house.tenant_id):
        card = billing_of(house.tenant_id, [customer])[customer]
        assert get_customer(house.tenant_id, customer).language == "pt_BR"
    assert (card.name, card.country, card.currency, card.language) == ("Ana", "PT", "EUR", "es")
    assert (card.email, card.address_lines) == ("Ana@xn--bcher-kva.example", ("Rua 1", "Porto"))


def test_another_tenant_sees_nothing_and_may_use_the_same_number(house, charlies_house, clock, frame_of):
    mine = make_customer(house, clock, number="C-1")
    theirs = make_customer(charlies_house, clock, number="C-1", name="Charlie's")
    with frame_of(charlies_house.tenant_id):
        assert billing_of(house.tenant_id, [mine]) == {} == primary_contacts(house.tenant_id, [mine])
        assert billing_of(charlies_house.tenant_id, [mine, theirs]).keys() == {theirs}
        assert customers_by_number(charlies_house.tenant_id, ["C-1"]) == {"C-1": theirs}
        with pytest.raises(NotFound):
            get_customer(charlies_house.tenant_id, mine)


def test_who_only_reads_may_not_create(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        create_customers([new_customer()], actor=house.rita)


def test_many_customers_take_as_many_queries_as_one(house, frame_of):
    few = [new_customer(other_names=("A",))]
    many = [new_customer(other_names=("A",)) for _ in range(30)]
    counts = []
    for batch in (few, many):
        with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
            assert len(create_customers(batch, actor=house.alice).done) == len(batch)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_a_large_set_is_written_like_a_small_one(house, clock, frame_of):
    ids = make_customers(house, clock, 300)
    with frame_of(house.tenant_id):
        cards = billing_of(house.tenant_id, ids)
    assert len(cards) == 300 and len({card.email for card in cards.values()}) == 300
