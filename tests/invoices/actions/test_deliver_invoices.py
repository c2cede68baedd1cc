"""An invoice is mailed once, with its PDF and a way to pay, and says what became of the mail."""

from __future__ import annotations

import html
import re
import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from saldo.base.audit.queries import records_of
from saldo.base.events.actions import run_due_jobs
from saldo.correspondence.actions import NewMessage, record_delivery_events, send_messages
from saldo.correspondence.choices import MessageKind
from saldo.correspondence.events import (
    MessagesAccepted,
    MessagesBounced,
    MessagesCancelled,
    MessagesDelivered,
    MessagesQueued,
    MessagesRefused,
    MessagesUncertain,
)
from saldo.correspondence.queries import messages_about
from saldo.customers.actions import change_contact
from saldo.invoices.actions import CreditRequest, credit_invoices, document_of, make_documents
from saldo.invoices.actions.deliver_invoices import deliver_invoices
from saldo.invoices.documents.invoice_mail import preview_invoice_mail
from saldo.invoices.events import CreditNotesIssued, DocumentsMade, InvoicesIssued
from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotPermitted
from saldo.kernel.locales import format_money
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.plugins.channels.memory import SENT
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, new_line, tax_code, today

DELIVERY_EVENTS = (
    *(MessagesAccepted, MessagesBounced, MessagesCancelled, MessagesDelivered, MessagesQueued, MessagesRefused),
    MessagesUncertain,
)
WIRING = {
    InvoicesIssued: ("invoices.make_documents",),
    CreditNotesIssued: ("invoices.make_documents",),
    DocumentsMade: ("invoices.deliver_invoices",),
    **dict.fromkeys(DELIVERY_EVENTS, ("invoices.note_delivery",)),
}


@pytest.fixture(autouse=True)
def story(settings, clock, monkeypatch):
    """Everything wired, one clock, mail kept in memory."""
    settings.SALDO_CLOCK = clock
    settings.SALDO_WIRING = f"{__name__}.WIRING"
    settings.SALDO_SMTP_URL = "memory:"
    settings.SALDO_BASE_URL = "https://pay.ateliernorte.example"
    monkeypatch.setattr("saldo.base.events.jobs.SystemClock", lambda: clock, raising=False)
    SENT.clear()
    yield
    SENT.clear()


@pytest.fixture
def dana(house, clock):
    return make_customer(house, clock, contact_language="en", salutation="Dear Dana")


@pytest.fixture
def delivery_of(house, frame_of):
    def read(invoice_id):
        with frame_of(house.tenant_id):
            return get_invoice(house.tenant_id, invoice_id).delivery

    return read


@pytest.fixture
def run_jobs(clock):
    return lambda: run_due_jobs(now=clock.now())


def make_document(house, frame_of, invoice_id):
    with frame_of(house.tenant_id):
        make_documents([invoice_id], actor=house.night)


def test_issued_to_be_delivered_it_is_made_mailed_and_accepted(house, clock, frame_of, dana, run_jobs, delivery_of):
    invoice_id = make_issued(house, clock, dana, "1234.50", deliver=True)
    assert delivery_of(invoice_id) == "queued"
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"
    [mail] = SENT
    with frame_of(house.tenant_id):
        pdf = document_of(invoice_id, actor=house.alice)
    assert [(one.name, one.body) for one in mail.attachments] == [(pdf.name, bytes(pdf.body))]
    assert mail.subject == "Invoice FT 2026/001 for “Bread in March”: €1,234.50, due 1 Apr 2026"
    assert mail.recipients[0] == ("Dana Kowalska", "dana@piekarnia-pod-lipa.example")
    assert mail.reply_to.address == "ola@ateliernorte.example"
    for body in (mail.text, mail.html):
        assert "Dear Dana," in body
        assert "€1,234.50" in body
        assert "We never send new bank details by mail." in re.sub(r"\s+", " ", body)


def test_the_mail_leads_to_the_customers_own_page(house, clock, frame_of, dana, run_jobs):
    make_issued(house, clock, dana, deliver=True)
    run_jobs()
    [link] = set(re.findall(r"https://pay\.ateliernorte\.example/p/[\w-]+/", SENT[0].text))
    assert SENT[0].html.count(f'href="{link}"') == 1


def test_it_is_written_in_the_language_of_the_contact(house, clock, dana, run_jobs):
    polish = make_customer(house, clock)
    make_issued(house, clock, polish, "1234.50", deliver=True)
    run_jobs()
    assert 'lang="pl"' in SENT[0].html
    assert format_money(Money.of("1234.50", "EUR"), "pl") in html.unescape(SENT[0].html)
    assert "1 kwietnia 2026" in html.unescape(SENT[0].html)
    assert "Dzień dobry, Pani Dano," in SENT[0].text


def test_without_the_wish_to_deliver_nothing_is_mailed(house, clock, dana, run_jobs, delivery_of):
    invoice_id = make_issued(house, clock, dana)
    run_jobs()
    assert SENT == []
    assert delivery_of(invoice_id) == ""


def test_however_often_it_is_asked_it_is_mailed_once(house, clock, frame_of, dana, run_jobs):
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    for _ in range(3):
        with frame_of(house.tenant_id):
            assert deliver_invoices([invoice_id, invoice_id], actor=house.bob).unchanged == [invoice_id]
    run_jobs()
    assert len(SENT) == 1


def test_send_again_sends_another_copy_under_another_id_but_not_while_one_is_on_its_way(
    house, clock, frame_of, dana, run_jobs
):
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    with frame_of(house.tenant_id):
        assert deliver_invoices([invoice_id], actor=house.bob, again=True).done == [invoice_id]
    with frame_of(house.tenant_id):
        assert deliver_invoices([invoice_id], actor=house.bob, again=True).unchanged == [invoice_id]
    run_jobs()
    assert len({mail.message_id for mail in SENT}) == len(SENT) == 2
    with frame_of(house.tenant_id):
        keys = [card.key for card in messages_about(house.tenant_id, [invoice_id], customer_ids=[dana])[invoice_id]]
    assert keys == [f"deliver_invoices:{invoice_id}:1", f"deliver_invoices:{invoice_id}:2"]


def test_a_draft_an_unmade_and_a_foreign_one_are_refused(house, charlies_house, clock, frame_of, dana):
    draft, unmade = make_draft(house, clock, dana), make_issued(house, clock, dana)
    theirs = make_issued(charlies_house, clock, make_customer(charlies_house, clock))
    with frame_of(house.tenant_id):
        outcome = deliver_invoices([draft, unmade, theirs, unknown := new_id()], actor=house.alice)
    assert {one.item: one.code for one in outcome.refused} == {
        draft: "not_issued",
        unmade: "no_document_yet",
        theirs: "not_found",
        unknown: "not_found",
    }
    assert outcome.done == [] and SENT == []


def test_without_an_address_it_is_refused_and_told(house, clock, frame_of, run_jobs, delivery_of):
    nobody = make_customer(house, clock, contacts=())
    invoice_id = make_issued(house, clock, nobody, deliver=True)
    run_jobs()
    assert SENT == []
    with frame_of(house.tenant_id):
        [refusal] = deliver_invoices([invoice_id], actor=house.alice).refused
        assert (refusal.item, refusal.code) == (invoice_id, "no_address")
        change_contact(nobody, details={"email": "found@example.test", "name": "Found"}, actor=house.alice)
        assert deliver_invoices([invoice_id], actor=house.alice).done == [invoice_id]
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"


def test_a_bounce_is_told_and_after_correcting_the_contact_it_arrives(
    house, clock, frame_of, dana, run_jobs, delivery_of
):
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    bounce = DeliveryEvent(DeliveryEventKind.BOUNCED, SENT[0].message_id, clock.now(), "550 5.1.1", True)
    with frame_of(house.tenant_id):
        record_delivery_events([bounce], actor=house.night)
    run_jobs()
    assert delivery_of(invoice_id) == "bounced"
    with frame_of(house.tenant_id):
        [refusal] = deliver_invoices([invoice_id], actor=house.alice, again=True).refused
        assert refusal.code == "address_bounced"
        change_contact(dana, details={"email": "new@example.test"}, actor=house.alice)
        assert deliver_invoices([invoice_id], actor=house.alice, again=True).done == [invoice_id]
    assert delivery_of(invoice_id) == "queued"
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"
    assert SENT[-1].recipients[0].address == "new@example.test"


def test_a_bounce_of_an_older_copy_does_not_hide_that_the_newer_one_was_accepted(
    house, clock, frame_of, dana, run_jobs, delivery_of
):
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    clock.advance(minutes=5)
    with frame_of(house.tenant_id):
        deliver_invoices([invoice_id], actor=house.alice, again=True)
    run_jobs()
    late = DeliveryEvent(DeliveryEventKind.BOUNCED, SENT[0].message_id, clock.now(), "451", False)
    with frame_of(house.tenant_id):
        record_delivery_events([late], actor=house.night)
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"


def test_a_refusal_by_the_mail_server_is_shown(house, clock, dana, settings, run_jobs, delivery_of):
    settings.SALDO_SMTP_URL = "memory:?fail=permanent"
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    assert delivery_of(invoice_id) == "refused"


def test_while_the_mail_server_is_down_it_is_not_shown_as_sent(house, clock, dana, settings, run_jobs, delivery_of):
    settings.SALDO_SMTP_URL = "memory:?fail=temporary"
    invoice_id = make_issued(house, clock, dana, deliver=True)
    run_jobs()
    assert delivery_of(invoice_id) == "queued"
    settings.SALDO_SMTP_URL = "memory:"
    clock.advance(minutes=1)
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"


def test_a_reminder_about_it_neither_counts_as_its_delivery_nor_changes_it(
    house, clock, frame_of, dana, run_jobs, delivery_of
):
    invoice_id = make_issued(house, clock, dana)
    make_document(house, frame_of, invoice_id)
    reminder = NewMessage(
        id=new_id(),
        key="reminder:1",
        kind=MessageKind.REMINDER,
        customer_id=dana,
        contact_id=None,
        legal_entity_id=house.entity_id,
        language="en",
        subject="Still open",
        body_text="Still open",
        body_html="",
        recipient_name="Dana",
        recipient_email="dana@piekarnia-pod-lipa.example",
        about_ids=(invoice_id,),
    )
    with frame_of(house.tenant_id):
        send_messages([reminder], actor=house.alice)
    run_jobs()
    assert delivery_of(invoice_id) == ""
    with frame_of(house.tenant_id):
        assert deliver_invoices([invoice_id], actor=house.alice).done == [invoice_id]
    clock.advance(minutes=5)
    bounce = DeliveryEvent(DeliveryEventKind.BOUNCED, SENT[0].message_id, clock.now(), "451", False)
    run_jobs()
    with frame_of(house.tenant_id):
        record_delivery_events([bounce], actor=house.night)
    run_jobs()
    assert delivery_of(invoice_id) == "accepted"


def test_a_credit_note_is_mailed_too(house, clock, frame_of, dana, run_jobs):
    invoice_id = make_issued(house, clock, dana, "1000.00")
    request = CreditRequest(new_id(), invoice_id, None, "Panels not made")
    with frame_of(house.tenant_id):
        credit_invoices([request], on=today(house), actor=house.alice, deliver=True).raise_if_refused()
    run_jobs()
    [mail] = SENT
    assert mail.subject == "Credit note NC 2026/001 over €1,000.00 for invoice FT 2026/001"
    assert "Panels not made" in mail.text
    assert mail.attachments[0].name.startswith("NC")


@pytest.mark.parametrize("field", ["name", "title", "contact_name", "description"])
def test_a_hostile_name_is_only_text(house, clock, frame_of, run_jobs, field):
    evil = "<img src=x onerror=alert(1)>&amp; {{ 7*7 }}"
    details = {"contact_language": "en", "salutation": "", **({field: evil} if "name" in field else {})}
    customer = make_customer(house, clock, **details)
    with frame_of(house.tenant_id):
        line = new_line(house, "10.00", description=evil if field == "description" else "Bread")
    title = evil if field == "title" else "Bread"
    make_issued(house, clock, customer, title=title, lines=(line,), deliver=True)
    run_jobs()
    [mail] = SENT
    assert "<img" not in mail.html
    assert "49" not in mail.html
    if field != "contact_name":
        assert evil in mail.text or evil in re.sub(r"\s+", " ", mail.text)


def test_a_long_invoice_names_some_lines_and_sums_the_rest(house, clock, frame_of, dana, run_jobs):
    with frame_of(house.tenant_id):
        taxed = tax_code(house, "NOR")
        lines = tuple(new_line(house, f"{n}.00", description=f"Line {n:02d}", tax_code_id=taxed) for n in range(1, 41))
    invoice_id = make_issued(house, clock, dana, lines=lines, deliver=True)
    run_jobs()
    text = SENT[0].text
    assert "Line 11" in text and "Line 12" not in text
    assert re.search(r"29 more lines, in the PDF +754\.00", text)
    amounts = [float(one.replace(",", "")) for one in re.findall(r"(?m) {2}([\d,]+\.\d\d)$", text)]
    with frame_of(house.tenant_id):
        assert (
            round(sum(amounts[:-1]), 2) == amounts[-1] == float(get_invoice(house.tenant_id, invoice_id).total.decimal)
        )


def test_every_line_of_the_text_fits(house, clock, dana, run_jobs):
    make_issued(house, clock, dana, title="A title as long as the law allows " * 5, deliver=True)
    run_jobs()
    assert [line for line in SENT[0].text.splitlines() if len(line) > 72 and "://" not in line] == []


def test_a_hundred_cost_as_many_queries_as_ten(house, clock, frame_of, dana, django_assert_max_num_queries):
    invoices = [make_issued(house, clock, dana, f"{n}.00") for n in range(1, 31)]
    with frame_of(house.tenant_id):
        make_documents(invoices, actor=house.night)
    with frame_of(house.tenant_id), django_assert_max_num_queries(60):
        assert len(deliver_invoices(invoices, actor=house.alice).done) == 30


def test_who_may_only_read_delivers_nothing(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        deliver_invoices([new_id()], actor=house.rita)


def test_delivering_is_in_the_audit_trail(house, clock, frame_of, dana):
    invoice_id = make_issued(house, clock, dana)
    make_document(house, frame_of, invoice_id)
    with frame_of(house.tenant_id):
        deliver_invoices([invoice_id], actor=house.bob)
    with frame_of(house.tenant_id):
        actions = [(one.action, one.actor_name) for one in records_of(house.tenant_id, invoice_id)]
    assert ("deliver_invoices", "Bob") in actions


def test_the_preview_is_the_mail_as_it_would_be_sent(house, clock, frame_of, dana):
    draft = make_draft(house, clock, dana, "99.00")
    with frame_of(house.tenant_id):
        mail = preview_invoice_mail(house.tenant_id, draft, on=today(house))
    assert mail.recipient_email == "dana@piekarnia-pod-lipa.example"
    assert "To pay: €99.00\nby 1 April 2026" in mail.text
    assert SENT == []


def test_over_a_real_mail_server_the_pdf_arrives_byte_for_byte(house, clock, frame_of, dana, settings, run_jobs):
    arrived = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        unused_port = free.getsockname()[1]

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            arrived.append(message_from_bytes(envelope.content, policy=default))
            return "250 taken"

    settings.SALDO_SMTP_URL = f"smtp://127.0.0.1:{unused_port}"
    invoice_id = make_issued(house, clock, dana, deliver=True)
    controller = Controller(Handler(), hostname="127.0.0.1", port=unused_port)
    controller.start()
    try:
        run_jobs()
    finally:
        controller.stop()
    [mail] = arrived
    with frame_of(house.tenant_id):
        pdf = document_of(invoice_id, actor=house.alice)
    [attachment] = mail.iter_attachments()
    assert attachment.get_content() == bytes(pdf.body)
    assert mail.get_body(("html",)).get_content().startswith("<!DOCTYPE html>")
