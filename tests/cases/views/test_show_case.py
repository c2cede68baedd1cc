"""Bob reads what a customer wrote, sees his answer as she will, and sends it."""

from __future__ import annotations

import pytest

from saldo.base.tenants.frame import frame
from saldo.cases.choices import CaseKind, CaseReason
from saldo.cases.queries import get_case
from saldo.correspondence.models import Message
from tests.factories.staff import browser_of, few_queries


@pytest.fixture
def bob(house, clock):
    return browser_of(house, clock, "collector")


@pytest.fixture
def dispute(invoice, writes):
    return writes(CaseKind.DISPUTE, reason=CaseReason.WRONG_AMOUNT, invoice_id=invoice, words="900, we said").only()


def test_a_case_shows_the_words_and_the_invoice(bob, dispute):
    with few_queries():
        page = bob.get(f"/cases/{dispute}")
    text = page.content.decode()
    assert "The amount is wrong" in text
    assert "900, we said" in text
    assert "FT 2026/001" in text


def test_the_mail_is_seen_before_it_goes_and_goes_once(bob, house, clock, dispute):
    form = bob.get(f"/cases/{dispute}").context["answer_form"]
    data = {"message_id": form["message_id"].value(), "words": "You are right,\nDana.", "closes": "on"}
    seen = bob.post(f"/cases/{dispute}/answer", data)
    assert "You are right," in seen.content.decode()
    with frame(house.tenant_id, clock=clock):
        assert not Message.objects.filter(kind="answer").exists()
    for _ in range(2):
        assert bob.post(f"/cases/{dispute}/answer", {**data, "checked": "on"}).status_code == 302
    with frame(house.tenant_id, clock=clock):
        assert Message.objects.filter(kind="answer").count() == 1
        assert not get_case(house.tenant_id, dispute).is_open


def test_an_empty_answer_is_refused_at_its_field(bob, dispute):
    form = bob.get(f"/cases/{dispute}").context["answer_form"]
    page = bob.post(f"/cases/{dispute}/answer", {"message_id": form["message_id"].value(), "words": " "})
    assert page.status_code == 422
    assert "Write your answer first." in page.content.decode()


def test_closing_needs_a_reason_for_colleagues(bob, house, clock, dispute):
    assert bob.post(f"/cases/{dispute}/close", {"note": ""}).status_code == 422
    assert bob.post(f"/cases/{dispute}/close", {"note": "She called"}).status_code == 302
    with frame(house.tenant_id, clock=clock):
        assert get_case(house.tenant_id, dispute).note == "She called"


def test_who_may_only_read_is_offered_nothing(house, clock, dispute):
    rita = browser_of(house, clock, "read_only")
    text = rita.get(f"/cases/{dispute}").content.decode()
    assert "900, we said" in text
    assert "<textarea" not in text
    assert rita.post(f"/cases/{dispute}/close", {"note": "x"}).status_code == 403


def test_another_house_has_no_such_case(charlies_house, clock, dispute):
    assert browser_of(charlies_house, clock).get(f"/cases/{dispute}").status_code == 404
