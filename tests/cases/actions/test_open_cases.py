"""What a customer writes is kept once, stands on the timeline, and becomes one task."""

from __future__ import annotations

from saldo.base.tenants.frame import frame
from saldo.cases.choices import CaseKind, CaseReason
from saldo.cases.policies.check_case import MOST_A_DAY, MOST_WORDS
from saldo.cases.queries import disputed_invoices, get_case
from saldo.collections.models import Task
from saldo.correspondence.choices import MessageKind, MessageState
from saldo.correspondence.queries import texts_about, timeline
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued


def tasks_of(house, clock, customer_id):
    with frame(house.tenant_id, clock=clock):
        rows = Task.objects.filter(tenant_id=house.tenant_id, customer_id=customer_id).order_by("id")
        return list(rows.values_list("kind", "state", "detail"))


def test_a_question_stands_on_the_timeline_in_the_customers_words(house, clock, dana, writes):
    case_id = writes(words="Which order was this?").only()
    with frame(house.tenant_id, clock=clock):
        (item,) = timeline(house.tenant_id, dana).items
        assert item.text == "Which order was this?"
        assert (item.card.kind, item.card.state) == (MessageKind.QUESTION, MessageState.RECEIVED)
        assert item.card.author_name == "Dana Kowalska"
        assert get_case(house.tenant_id, case_id).is_open


def test_a_question_becomes_one_task_however_often_the_event_comes(house, clock, dana, writes, jobs):
    writes(words="Which order was this?")
    jobs()
    assert tasks_of(house, clock, dana) == [("answer_question", "open", "Which order was this?")]
    jobs()
    assert len(tasks_of(house, clock, dana)) == 1


def test_the_same_key_is_not_a_second_case(writes):
    first = writes(words="Hello?", key="a").only()
    again = writes(words="Hello?", key="a")
    assert again.done == []
    assert again.unchanged == [first]


def test_something_wrong_marks_the_invoice_until_it_is_closed(house, clock, dana, invoice, writes):
    case_id = writes(CaseKind.DISPUTE, reason=CaseReason.WRONG_AMOUNT, invoice_id=invoice).only()
    with frame(house.tenant_id, clock=clock):
        assert disputed_invoices(house.tenant_id, [dana]) == {invoice: case_id}


def test_more_words_about_the_same_invoice_belong_to_the_same_case(house, clock, dana, invoice, writes):
    case_id = writes(CaseKind.DISPUTE, reason=CaseReason.WRONG_AMOUNT, invoice_id=invoice, words="Too much").only()
    again = writes(CaseKind.DISPUTE, reason=CaseReason.OTHER, invoice_id=invoice, words="And the date")
    assert again.unchanged == [case_id]
    with frame(house.tenant_id, clock=clock):
        thread = texts_about(house.tenant_id, case_id, customer_id=dana)
        assert [one.text for one in thread] == ["Too much", "And the date"]


def test_a_strangers_invoice_and_a_draft_do_not_exist(house, clock, dana, writes):
    other = make_issued(house, clock, make_customer(house, clock, name="Somebody else"), "10.00")
    draft = make_draft(house, clock, dana, "10.00")
    for invoice_id in (other, draft):
        outcome = writes(CaseKind.DISPUTE, reason=CaseReason.WRONG_AMOUNT, invoice_id=invoice_id)
        assert [one.code for one in outcome.refused] == ["not_found"]
    assert [one.code for one in writes(words="?", invoice_id=other).refused] == ["not_found"]


def test_empty_and_endless_words_are_refused(invoice, writes):
    assert writes(words="   ").refused[0].code == "empty"
    assert writes(words="x" * (MOST_WORDS + 1)).refused[0].code == "too_long"
    assert writes(CaseKind.DISPUTE, reason="because", invoice_id=invoice).refused[0].code == "no_reason"
    assert writes(CaseKind.DISPUTE, reason=CaseReason.OTHER, invoice_id=invoice).refused[0].code == "empty"
    assert writes(CaseKind.CONTACT_CHANGE, proposed={"email": " "}).refused[0].code == "empty"


def test_nobody_writes_more_often_a_day_than_somebody_reads(clock, writes):
    for number in range(MOST_A_DAY):
        assert writes(words=f"Question {number}").ok
    assert writes(words="One more").refused[0].code == "too_many"
    clock.advance(days=1, minutes=1)
    assert writes(words="A new day").ok


def test_another_house_sees_nothing_of_it(house, charlies_house, clock, dana, writes):
    writes(words="Which order was this?")
    with frame(charlies_house.tenant_id, clock=clock):
        assert timeline(charlies_house.tenant_id, dana).items == []
        assert disputed_invoices(charlies_house.tenant_id, [dana]) == {}
