"""What the customer writes from the portal, and what they read of it afterwards."""

from __future__ import annotations

import re

import pytest

from saldo.base.tenants.frame import frame
from saldo.cases.actions import close_cases
from saldo.cases.queries import disputed_invoices, open_cases_of
from saldo.correspondence.queries import timeline
from saldo.customers.queries import primary_contacts
from saldo.web.portal.views.limit_requests import CASES
from tests.factories.customers import make_customer
from tests.factories.payments import make_gateway


@pytest.fixture
def personal(house, clock, dana, link_of):
    """Dana's own link, as it stands in her mails."""
    with frame(house.tenant_id, clock=clock):
        contact = primary_contacts(house.tenant_id, [dana])[dana]
    return link_of(dana, contact.id)


@pytest.fixture
def write(client, personal):
    """Fill in a form of the portal as a browser would, and send it."""

    def send(path, **values):
        page = client.get(personal + path)
        key = re.search(r'name="key" value="([^"]+)"', page.content.decode())
        assert key
        return client.post(personal + path.split("?")[0], {"key": key[1], **values})

    return send


@pytest.fixture
def cases(house, clock, dana):
    def read():
        with frame(house.tenant_id, clock=clock):
            return open_cases_of(house.tenant_id, [dana]).get(dana, [])

    return read


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode())).replace("\xa0", " ")


def test_a_question_arrives_and_is_said_to_have_arrived(client, personal, write, cases):
    answer = write("ask/", words="Which order was this?")
    assert answer.status_code == 302
    assert "Your question has arrived" in words(client.get(answer.url))
    (case,) = cases()
    assert (case.words, case.author_name) == ("Which order was this?", "Dana Kowalska")
    assert "Which order was this?" in words(client.get(personal))


def test_the_same_form_sent_twice_is_one_question(client, personal, cases):
    page = client.get(personal + "ask/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    for _ in range(2):
        client.post(personal + "ask/", {"key": key, "words": "Hello?"})
    assert len(cases()) == 1


def test_an_empty_question_is_refused_at_its_field(write):
    page = write("ask/", words="  ")
    assert page.status_code == 422
    assert "Write what you would like to know." in words(page)


def test_questions_are_braked(write):
    answers = [write("ask/", words=f"Question {number}").status_code for number in range(CASES + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {302}


def test_what_is_wrong_is_looked_into_and_not_asked_for(client, personal, write, issued, house, clock, dana):
    make_gateway(house, clock)
    wrong = issued("1000.00", title="Bread")
    issued("250.00", title="Rolls")
    page = client.get(f"{personal}wrong/?invoice={wrong}").content.decode()
    assert f'value="{wrong}" selected' in page
    answer = write(f"wrong/?invoice={wrong}", invoice=wrong, reason="wrong_amount", words="We agreed on 900")
    home = words(client.get(answer.url))
    assert "do not ask for this invoice" in home
    assert "€1,000.00 is in question: we are looking into it." in home
    assert "Pay €250.00" in home
    with frame(house.tenant_id, clock=clock):
        assert set(disputed_invoices(house.tenant_id, [dana])) == {wrong}
        assert timeline(house.tenant_id, dana).items[0].text == "We agreed on 900"
    assert "We are looking into it" in words(client.get(f"{personal}documents/{wrong}/"))


def test_what_is_in_question_can_still_be_chosen_and_paid(client, personal, write, issued, house, clock):
    make_gateway(house, clock)
    wrong = issued("1000.00")
    write(f"wrong/?invoice={wrong}", invoice=wrong, reason="wrong_amount")
    home = client.get(personal)
    assert 'value="all"' not in home.content.decode()
    assert f"pick_{wrong.hex}" in home.content.decode()


def test_once_it_is_closed_the_invoice_is_asked_for_again(client, personal, write, issued, house, clock, cases):
    wrong = issued("1000.00")
    write(f"wrong/?invoice={wrong}", invoice=wrong, reason="already_paid", words="On Monday")
    closing = [one.id for one in cases()]
    with frame(house.tenant_id, clock=clock):
        close_cases(closing, note="Called", actor=house.bob)
    assert "in question" not in words(client.get(personal))


def test_a_reason_is_chosen_and_something_else_needs_words(write, issued):
    invoice = issued("10.00")
    assert "Choose what is not right." in words(write("wrong/", invoice=invoice))
    assert "Write in your words what is wrong." in words(write("wrong/", invoice=invoice, reason="other"))


def test_a_strangers_invoice_cannot_be_objected_to(client, personal, issued, house, clock, link_of, write):
    mine = issued("10.00")
    stranger = link_of(make_customer(house, clock, name="Somebody else"))
    assert client.get(f"{stranger}wrong/?invoice={mine}").status_code == 404
    assert client.get(f"{stranger}wrong/").status_code == 404


def test_new_details_are_proposed_and_nothing_changes(client, personal, write, cases, house, clock, dana):
    answer = write("details/", email="new@marlow.example", phone="", address="1 High Street\r\nLeeds")
    assert "We look at the new details" in words(client.get(answer.url))
    (case,) = cases()
    assert case.proposed == {"email": "new@marlow.example", "address": "1 High Street\nLeeds"}
    with frame(house.tenant_id, clock=clock):
        assert primary_contacts(house.tenant_id, [dana])[dana].email == "dana@piekarnia-pod-lipa.example"


def test_details_that_are_the_same_are_no_proposal(client, personal, write, cases):
    form = client.get(personal + "details/").context["form"]
    same = {name: form[name].value() for name in ("email", "phone", "address")}
    assert "Nothing differs from what we have." in words(write("details/", **same))
    assert cases() == []


@pytest.mark.parametrize("path", ["ask/", "wrong/", "details/"])
def test_a_page_that_takes_words_stays_private_and_small(client, personal, issued, path):
    issued("10.00")
    page = client.get(personal + path)
    assert page.headers["Cache-Control"] == "no-store"
    assert len(page.content) < 40_000
