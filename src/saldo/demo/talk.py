"""What is said in the past: notes, calls, questions and answers, new addresses, mail that comes back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from saldo.base.tenants.frame import frame
from saldo.cases.actions import CaseAnswer, NewCase, answer_cases, open_cases
from saldo.cases.choices import CaseKind
from saldo.correspondence.actions import Call, log_calls, record_delivery_events, write_note
from saldo.correspondence.choices import CallOutcome
from saldo.correspondence.queries import messages_about
from saldo.customers.actions import change_contact
from saldo.customers.queries import billing_of
from saldo.demo.happenings import Inquiry, PhoneCall
from saldo.demo.stage import Stage
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind


def tell(story: Stage, day: date) -> bool:
    """Everything that is said on a day, or was since the day that was played before. Returns whether anything was."""
    since = story.told_until
    story.told_until = day

    def fresh(said_on: date) -> bool:
        return since < said_on <= day

    plan = story.plan
    remarks = [one for one in plan.remarks if fresh(one.day)]
    calls = [one for one in plan.calls if fresh(one.day)]
    inquiries = [one for one in plan.inquiries if fresh(one.day)]
    addresses = [one for one in plan.addresses if fresh(one.day)]
    answers = [one for one in plan.inquiries if one.answered_on and fresh(one.answered_on)]
    if not any((remarks, calls, inquiries, addresses, answers)) and not story.dead:
        return False
    with frame(story.tenant_id):
        for remark in remarks:
            author = Actor.system(story.tenant_id, name=remark.author)
            write_note(story.ids.customers[remark.customer], note_id=new_id(), text=remark.text, actor=author)
        for call in calls:
            author = Actor.system(story.tenant_id, name=call.author)
            log_calls([_call(story, call)], actor=author)
        _ask(story, inquiries)
        _answer(story, answers)
        for new in addresses:
            details = {"email": new.mailbox, "name": new.contact, "salutation": new.salutation}
            change_contact(story.ids.customers[new.customer], details=details, actor=story.collector)
            if new.dead:
                story.dead[new.mailbox] = new.customer
    if story.dead:
        send_back(story)
    return True


def send_back(story: Stage) -> None:
    """The mail servers of dead mailboxes report what was sent to them."""
    with frame(story.tenant_id) as opened:
        events = []
        bills = {
            bill.ref: story.ids.bills[bill.ref]
            for bill in story.plan.bills
            if bill.customer in story.dead.values() and bill.ref in story.ids.bills
        }
        customers = [story.ids.customers[one] for one in story.dead.values()]
        for cards in messages_about(story.tenant_id, list(bills.values()), customer_ids=customers).values():
            for card in cards:
                if card.recipient_email in story.dead and card.accepted_at and card.id not in story.sent_back:
                    story.sent_back.add(card.id)
                    detail = "550 5.1.1 The e-mail account that you tried to reach does not exist"
                    events.append(
                        DeliveryEvent(DeliveryEventKind.BOUNCED, card.message_id, opened.now, detail, permanent=True)
                    )
        record_delivery_events(events, actor=story.owner)


def _call(story: Stage, one: PhoneCall) -> Call:
    customer = story.cast[one.customer]
    return Call(
        id=new_id(),
        customer_id=story.ids.customers[one.customer],
        legal_entity_id=story.entity_id,
        outcome=CallOutcome(one.outcome),
        language=customer.language,
        text=one.text,
        with_whom=customer.contact,
    )


def _ask(story: Stage, inquiries: list[Inquiry]) -> None:
    if not inquiries:
        return
    cards = billing_of(story.tenant_id, [story.ids.customers[one.customer] for one in inquiries])
    new = []
    for one in inquiries:
        card = cards[story.ids.customers[one.customer]]
        case_id: UUID = new_id()
        story.cases[one.key] = case_id
        new.append(
            NewCase(
                id=case_id,
                key=f"demo:{one.key}",
                kind=CaseKind.DISPUTE if one.reason else CaseKind.QUESTION,
                customer_id=card.customer_id,
                contact_id=card.contact_id,
                legal_entity_id=story.entity_id,
                language=card.language,
                words=one.words,
                reason=one.reason,
                invoice_id=story.ids.bills[one.bill] if one.bill else None,
                author_name=card.contact_name or card.name,
            )
        )
    open_cases(new, actor=story.owner).raise_if_refused()


def _answer(story: Stage, inquiries: list[Inquiry]) -> None:
    if inquiries:
        answers = [
            CaseAnswer(case_id=story.cases[one.key], message_id=new_id(), words=one.answer, closes=True)
            for one in inquiries
        ]
        answer_cases(answers, actor=story.collector).raise_if_refused()
