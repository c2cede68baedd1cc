"""What comes of a call: on the timeline, with what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from saldo.base.tenants.actions import create_legal_entity
from saldo.cases.choices import CaseReason
from saldo.cases.models import Case
from saldo.collections.actions import NewTask, Talk, log_outcome, open_tasks
from saldo.collections.choices import TaskKind
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.collections.queries import worklist
from saldo.correspondence.choices import CallOutcome
from saldo.customers.models import Customer
from saldo.invoices.actions import ImportedInvoice, import_invoices
from saldo.kernel.errors import BadInput, Conflict, NotPermitted
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from tests.factories.cast import ATELIER

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture
def task(world):
    """Dana's second reminder waits for a person."""
    world.rules(FREELY)
    world.first = world.invoice("1000.00 EUR", due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    [found] = world.tasks(kind="review_reminder")
    return found


def log(world, task, outcome, *, actor=None, talk_id=None, **details):
    talk = Talk(id=talk_id or new_id(), outcome=outcome, **details)
    with world.frame():
        log_outcome(task.id, talk=talk, on=world.today, actor=actor or world.house.bob)
    world.work()
    return talk


def call_on_timeline(world):
    [call] = world.messages(kind="call")
    return call.outcome, call.body_text, call.recipient_name


def test_a_promise_is_waited_for_and_then_asked_after(world, task):
    promised_on = world.today + timedelta(days=3)
    log(
        world,
        task,
        CallOutcome.PROMISED,
        promised_on=promised_on,
        promised=Money.of("600.00", "EUR"),
        text="On Friday.",
    )
    assert call_on_timeline(world)[:2] == ("promised", "On Friday.")
    assert [one.state for one in world.reminders() if one.step == 2] == ["dismissed"]
    [asks] = world.tasks()
    assert (asks.kind, asks.facts) == (
        "check_promise",
        {"promised_on": promised_on.isoformat(), "amount": "600.00", "currency": "EUR"},
    )
    assert asks.due_on > promised_on
    while world.today < asks.due_on:
        world.night()
        world.expect(mails=0, silence="promised")
        world.advance(days=1)
    with world.frame():
        [row] = worklist(world.house.tenant_id, on=world.today).rows
    assert row.kind == "check_promise"


def test_after_a_broken_promise_the_nights_go_on(world, task):
    log(world, task, CallOutcome.PROMISED, promised_on=world.today)
    world.advance(days=14)
    world.night()
    assert {one.kind for one in world.tasks()} == {"check_promise", "review_reminder"}


def test_money_that_comes_ends_the_asking(world, task):
    log(world, task, CallOutcome.PROMISED, promised_on=world.today)
    world.pay(world.first)
    world.work()
    assert world.tasks() == []


def test_a_later_promise_takes_the_place_of_an_earlier_one(world, task):
    log(world, task, CallOutcome.PROMISED, promised_on=world.today)
    world.advance(days=4)
    [asks] = world.tasks()
    later = world.today + timedelta(days=5)
    log(world, asks, CallOutcome.PROMISED, promised_on=later)
    [asks] = world.tasks()
    assert asks.facts == {"promised_on": later.isoformat()}
    assert world.standings()[0].promised_until == asks.due_on


def test_who_says_it_is_paid_is_left_alone_while_the_money_may_be_on_its_way(world, task):
    log(world, task, CallOutcome.SAYS_PAID)
    [asks] = world.tasks()
    assert asks.kind == "check_promise" and asks.due_on >= world.today + timedelta(days=4)
    world.advance(days=1)
    world.night()
    world.expect(mails=0, silence="promised")


def test_a_question_becomes_a_case_and_its_task(world, task):
    log(world, task, CallOutcome.QUESTION, text="Which hours were in May?")
    [asks] = world.tasks()
    assert (asks.kind, asks.detail) == ("answer_question", "Which hours were in May?")


def test_what_is_disputed_is_not_chased_and_the_night_says_so(world, task):
    log(
        world,
        task,
        CallOutcome.DISPUTED,
        text="One hour too many.",
        invoice_id=world.first,
        reason=CaseReason.WRONG_AMOUNT,
    )
    assert [one.kind for one in world.tasks()] == ["resolve_dispute"]
    world.advance(days=30)
    world.night()
    world.expect(mails=0, silence="disputed")


def test_only_the_disputed_item_is_left_out_of_what_is_asked_for(world, task):
    world.invoice("50.00 EUR", due_in=-30)
    log(world, task, CallOutcome.DISPUTED, invoice_id=world.first, reason=CaseReason.WRONG_AMOUNT)
    world.advance(days=10)
    world.night()
    [mail] = world.mails()
    assert "€50.00" in mail.text and "1,000.00" not in mail.text


def test_a_dispute_without_its_invoice_is_refused_at_the_field_and_nothing_is_kept(world, task):
    with pytest.raises(BadInput) as refused:
        log(world, task, CallOutcome.DISPUTED, text="Something.", reason=CaseReason.WRONG_AMOUNT)
    assert refused.value.field == "invoice_id"
    assert world.messages(kind="call") == [] and world._rows(Case) == []


def test_who_was_not_reached_keeps_their_letter_waiting(world, task):
    log(world, task, CallOutcome.NOT_REACHED)
    assert call_on_timeline(world)[0] == "not_reached"
    assert [(one.kind, one.snoozed_until) for one in world.tasks()] == [("review_reminder", None)]


def test_a_call_that_reached_nobody_is_made_again_on_the_next_working_day(world, task):
    log(world, task, CallOutcome.PROMISED, promised_on=world.today)
    world.advance(days=5)
    [asks] = world.tasks()
    log(world, asks, CallOutcome.NOT_REACHED)
    [again] = world.tasks()
    assert again.id == asks.id and again.snoozed_until > world.today


def test_the_same_words_twice_are_one_call(world, task):
    talk = log(world, task, CallOutcome.SAYS_PAID)
    log(world, task, CallOutcome.SAYS_PAID, talk_id=talk.id)
    assert len(world.messages(kind="call")) == 1 and len(world.tasks()) == 1


def test_a_task_that_somebody_else_has_dealt_with_is_not_dealt_with_again(world, task):
    log(world, task, CallOutcome.SAYS_PAID)
    with pytest.raises(Conflict):
        log(world, task, CallOutcome.QUESTION, text="Why?")
    assert len(world.messages(kind="call")) == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({}, "promised_on"),
        ({"promised_on": date(2020, 1, 1)}, "promised_on"),
        ({"promised_on": date(2030, 1, 1)}, "promised_on"),
    ],
)
def test_a_promise_without_a_day_to_come_is_refused_at_the_field(world, task, details, field):
    with pytest.raises(BadInput) as refused:
        log(world, task, CallOutcome.PROMISED, **details)
    assert refused.value.field == field


def test_a_reader_may_not(world, task):
    with pytest.raises(NotPermitted):
        log(world, task, CallOutcome.REACHED, actor=world.house.rita)


def test_a_promise_is_made_to_the_company_that_is_owed(world, task):
    """Dana owes the second company of the house, which she promises by telephone to pay."""
    world.pay(world.first)
    world.work()
    second = new_id()
    with world.frame():
        create_legal_entity(second, details={**ATELIER, "name": "Atelier Sul"}, actor=world.house.alice)
        number = Customer.objects.get(tenant_id=world.house.tenant_id, id=world.dana).number
        due_on = world.today - timedelta(days=40)
        owed = ImportedInvoice(1, "SUL-1", number, "EUR", Money.of("70.00", "EUR"), due_on, due_on)
        import_invoices([owed], legal_entity_id=second, actor=world.house.alice).raise_if_refused()
        call = NewTask("call", TaskKind.CALL_CUSTOMER, world.dana, world.today)
        assert open_tasks([call], actor=world.house.night) == 1
    [asks] = world.tasks()
    log(world, asks, CallOutcome.PROMISED, promised_on=world.today)
    assert [one.legal_entity_id for one in world.standings() if one.promised_until] == [second]
