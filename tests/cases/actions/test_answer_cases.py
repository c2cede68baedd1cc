"""An answer goes out once, quotes what was asked, and can close the case."""

from __future__ import annotations

from saldo.base.tenants.frame import frame
from saldo.cases.actions import CaseAnswer, answer_cases, close_cases
from saldo.cases.choices import CaseKind, CaseReason
from saldo.cases.queries import disputed_invoices, get_case
from saldo.collections.models import Task
from saldo.correspondence.choices import MessageKind
from saldo.correspondence.queries import get_message, texts_about
from saldo.customers.actions import change_contact
from saldo.kernel.references import new_id


def answer(house, clock, case_id, words="It is order 77.", **details):
    values = {"case_id": case_id, "message_id": new_id(), "words": words, **details}
    with frame(house.tenant_id, clock=clock):
        return answer_cases([CaseAnswer(**values)], actor=house.bob)


def test_the_answer_quotes_what_was_asked_and_goes_to_the_contact(house, clock, dana, writes):
    case_id = writes(words="Which order was this?").only()
    answer(house, clock, case_id).only()
    with frame(house.tenant_id, clock=clock):
        reply = texts_about(house.tenant_id, case_id, customer_id=dana)[-1]
        mail = get_message(house.tenant_id, reply.id)
    assert mail.kind == MessageKind.ANSWER
    assert mail.recipient_email == "dana@piekarnia-pod-lipa.example"
    assert "It is order 77." in mail.body_text
    assert "Which order was this?" in mail.body_text
    assert "It is order 77." in mail.body_html


def test_an_answer_that_settles_closes_the_case_and_its_task(house, clock, dana, invoice, writes, jobs):
    case_id = writes(CaseKind.DISPUTE, reason=CaseReason.WRONG_AMOUNT, invoice_id=invoice).only()
    jobs()
    answer(house, clock, case_id, closes=True)
    jobs()
    with frame(house.tenant_id, clock=clock):
        assert not get_case(house.tenant_id, case_id).is_open
        assert disputed_invoices(house.tenant_id, [dana]) == {}
        assert set(Task.objects.filter(case_id=case_id).values_list("state", flat=True)) == {"done"}


def test_the_same_answer_sent_twice_goes_out_once(house, clock, dana, writes):
    case_id, message_id = writes(words="Which order was this?").only(), new_id()
    answer(house, clock, case_id, message_id=message_id)
    assert answer(house, clock, case_id, message_id=message_id).unchanged == [case_id]
    with frame(house.tenant_id, clock=clock):
        assert len(texts_about(house.tenant_id, case_id, customer_id=dana)) == 2


def test_nothing_is_answered_to_nobody(house, clock, dana, writes):
    case_id = writes(words="Which order was this?").only()
    with frame(house.tenant_id, clock=clock):
        change_contact(dana, details={"email": ""}, actor=house.alice)
    assert [one.code for one in answer(house, clock, case_id).refused] == ["no_address"]
    assert [one.code for one in answer(house, clock, case_id, words=" ").refused] == ["empty"]


def test_a_case_that_comes_back_after_its_task_was_done_is_a_task_again(house, clock, invoice, writes, jobs):
    wrong = {"reason": CaseReason.WRONG_AMOUNT, "invoice_id": invoice}
    case_id = writes(CaseKind.DISPUTE, **wrong).only()
    jobs()
    with frame(house.tenant_id, clock=clock):
        close_cases([case_id], note="Called her", actor=house.bob)
    jobs()
    again = writes(CaseKind.DISPUTE, **wrong).only()
    jobs()
    with frame(house.tenant_id, clock=clock):
        assert again != case_id
        assert Task.objects.filter(tenant_id=house.tenant_id, case_id=again, state="open").count() == 1
