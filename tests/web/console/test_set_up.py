"""The first set-up: step by step, left and taken up again."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from saldo.base.audit.queries import records_of
from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.queries import get_legal_entity
from saldo.invoices.actions import change_issuer, prepare_issuer
from saldo.plugins.channels.memory import SENT
from saldo.web.console.policies.first_steps import STEPS, first_open, step_after
from tests.factories.staff import browser_of, few_queries, typed


@pytest.fixture
def alice(house, clock, frame_of, settings):
    """The owner of a company that nobody has set up."""
    settings.SALDO_SMTP_URL = "memory://"
    cache.clear()
    SENT.clear()
    with frame_of(house.tenant_id):
        prepare_issuer(house.entity_id, actor=house.night)
        change_issuer(house.entity_id, details={"first_steps": list(STEPS)}, actor=house.alice)
    return browser_of(house, clock)


@pytest.fixture
def entity(house, frame_of):
    """The company as it stands now."""

    def read():
        with frame_of(house.tenant_id):
            return get_legal_entity(house.tenant_id, house.entity_id)

    return read


def test_the_first_page_of_a_new_company_leads_to_the_set_up_once(alice):
    assert alice.get("/")["Location"] == "/set-up"
    assert alice.get("/set-up")["Location"] == "/set-up/company"
    page = alice.get("/")
    assert page.status_code == 200
    assert "7 steps of the first set-up are left" in page.text


def test_nobody_else_is_led_there(alice, house, clock):
    for role in ("collector", "read_only"):
        page = browser_of(house, clock, role).get("/")
        assert page.status_code == 200
        assert "set-up" not in page.text


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_a_page_of_its_own_and_may_be_passed_over(alice, entity, step):
    with few_queries():
        assert alice.get(f"/set-up/{step}").status_code == 200
    answer = alice.post(f"/set-up/{step}", {"do": "skip"})
    assert answer["Location"] == (f"/set-up/{step_after(step)}" if step_after(step) else "/")
    assert step in entity().first_steps


def test_what_is_written_is_kept_and_the_next_step_follows(alice, entity, house, frame_of):
    page = alice.get("/set-up/company")
    answer = alice.post("/set-up/company", typed(page, name="Padaria Nova, Lda", tax_id="PT500000000"))
    assert answer["Location"] == "/set-up/numbers"
    assert entity().name == "Padaria Nova, Lda"
    assert entity().iban == "PT50000201231234567890154"
    assert first_open(entity().first_steps) == "numbers"
    with frame_of(house.tenant_id):
        assert records_of(house.tenant_id, house.entity_id)[-1].action == "change_issuer"


def test_a_refusal_stands_at_its_field_and_the_step_stays_open(alice, entity):
    answer = alice.post("/set-up/payment", typed(alice.get("/set-up/payment"), iban="PT50 0002 0123 1234 5678 9015 5"))
    assert answer.status_code == 422
    assert "check digits are wrong" in answer.text
    assert "payment" in entity().first_steps


def test_all_steps_done_the_card_is_gone(alice, entity):
    for step in STEPS:
        page = alice.get(f"/set-up/{step}")
        form = page.context["form"]
        answer = alice.post(f"/set-up/{step}", typed(page) if form else {})
        assert answer.status_code == 302, answer.text
    assert answer["Location"] == "/"
    assert entity().first_steps == []
    assert "set-up" not in alice.get("/").text


def test_the_rest_may_be_left_for_good(alice, entity):
    assert alice.post("/set-up/brand", {"do": "finish"})["Location"] == "/"
    assert entity().first_steps == []
    assert alice.get("/").status_code == 200


def test_a_test_message_goes_to_the_person_who_asks(alice, clock, house):
    assert alice.post("/set-up/mail", {"do": "test_mail"})["Location"] == "/set-up/mail"
    run_due_jobs(now=clock.now())
    assert [one.recipients[0].address for one in SENT] == [f"owner-{house.tenant_id.hex}@example.test"]
    assert SENT[0].subject == "A test message from Saldo"


def test_without_a_mail_server_it_says_so(alice, settings):
    settings.SALDO_SMTP_URL = ""
    assert "no mail server" in alice.get("/set-up/mail").text
    assert "nothing was sent" in alice.post("/set-up/mail", {"do": "test_mail"}, follow=True).text


def test_a_step_that_does_not_exist_is_not_found(alice):
    assert alice.get("/set-up/nonsense").status_code == 404
