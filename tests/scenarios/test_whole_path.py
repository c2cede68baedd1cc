"""The whole path with a moving clock: an invoice is written, delivered, paid by card, chased kindly, paid late, taken
back, credited; and the books prove it.

Everything goes in through the edges that people and programs use (the API, Dana's portal, Bob's console, the gateway's
webhooks), and everything else is done by jobs and nights as a worker runs them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from saldo.base.audit.queries import prove_audit
from saldo.base.files.models import File
from saldo.demo.gateway.cards import CARDS
from saldo.insights.queries import ageing
from saldo.invoices.choices import Delivery
from saldo.runs.prove import holds
from saldo.settlement.queries import allocations_of_payments
from saldo.spi.channel import OutgoingMessage
from tests.demo.machines import CARD, Receiver, ask, eventually, running_gateway, running_receiver, submit
from tests.factories.staff import typed
from tests.scenarios.story import Story
from tests.scenarios.world import ZONE, World

LISBON = ZoneInfo(ZONE)
SIGNATURE = "Saldo-Simulator-Signature"


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2026 on the clocks of Lisbon."""
    return datetime(2026, month, day, hour, minute, tzinfo=LISBON).astimezone(UTC)


def words_of(mail: OutgoingMessage) -> str:
    """Subject and text of a mail, in one line."""
    return " ".join(f"{mail.subject} {mail.text}".split())


def link_in(mail: OutgoingMessage) -> str:
    """Where the mail leads, as a browser of the test takes it."""
    found = re.search(r"https?://[^/]+(/p/\S+)", mail.text)
    assert found, mail.text
    return found[1]


@pytest.fixture
def story(world: World, tmp_path: Path) -> Iterator[Story]:
    cache.clear()
    with running_receiver() as receiver, running_gateway(tmp_path, webhook_url=receiver.url) as gateway:
        gateway.clock.set(world.clock.now())
        yield Story(world, gateway, receiver)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form that pays."""
    form = re.search(r'<form method="post" action="[^"]*/pay/[^"]*".*?</form>', page.text, re.DOTALL)
    assert form, page.text
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))


def succeeded(receiver: Receiver) -> tuple[dict[str, str], bytes] | None:
    """The signed report of the charge that succeeded, as the gateway sent it."""
    reports = [one for one in receiver.received if json.loads(one[1])["type"] == "charge.succeeded"]
    if not reports:
        return None
    headers = {name.lower(): value for name, value in reports[0][0].items()}
    return {SIGNATURE: headers[SIGNATURE.lower()]}, reports[0][1]


def test_an_invoice_is_delivered_paid_chased_and_credited_and_the_books_prove_it(story: Story) -> None:
    first, second = two_invoices_are_issued_and_delivered(story)
    dana_pays_one_and_a_part_of_the_other(story, first, second)
    third = one_more_is_issued_and_some_of_the_first_credited(story, first)
    nothing_is_asked_for_on_the_due_date_itself_and_once_on_the_day_after(story, second, third)
    bob_edits_and_sends_what_waited_for_him(story)
    money_comes_in_and_the_reminder_that_waits_is_stopped(story, second, third)
    the_cheque_bounces_and_the_invoices_are_chased_again(story, second, third)
    credit_settles_the_rest(story, second, third)
    everything_can_be_proved(story)


def two_invoices_are_issued_and_delivered(story: Story) -> tuple[UUID, UUID]:
    first = story.bill("1000.00", "NOR", "A sign for the shop", 14)
    second = story.bill("500.00", "NONE", "Lettering", 28)
    assert [story.sheet(one).number for one in (first, second)] == ["FT 2026/001", "FT 2026/002"]
    assert story.sheet(first).delivery == Delivery.QUEUED
    story.world.work()
    mails = story.world.mails()
    assert len(mails) == 2
    for invoice, mail in zip((first, second), mails, strict=True):
        sheet = story.sheet(invoice)
        [pdf] = mail.attachments
        assert sheet.delivery == Delivery.ACCEPTED
        assert sheet.number in words_of(mail)
        assert pdf.body.startswith(b"%PDF")
        with story.world.frame():
            kept = File.objects.get(tenant_id=story.world.house.tenant_id, name=pdf.name)
        assert bytes(kept.body) == pdf.body
        assert kept.sha256 == hashlib.sha256(pdf.body).hexdigest()
    story.link = link_in(mails[0])
    story.pdf = mails[0].attachments[0].body
    story.age()
    return first, second


def dana_pays_one_and_a_part_of_the_other(story: Story, first: UUID, second: UUID) -> None:
    story.until(at(10, 3, 11))
    page = story.browser.get(story.link)
    assert page.status_code == 200
    home = "/p/" + story.link.split("/")[2] + "/"
    document = story.browser.get(f"{home}documents/{first}/pdf/")
    assert document.content == story.pdf
    assert story.sheet(first).delivery == Delivery.OPENED
    chosen = {"how": "chosen", f"pick_{first.hex}": "on", f"part_{first.hex}": "1230.00"}
    chosen |= {f"pick_{second.hex}": "on", f"part_{second.hex}": "200.00"}
    review = story.browser.post(f"{home}pay/", {**hidden(story.browser.get(home)), **chosen})
    assert "1,430.00" in review.text
    answer = story.browser.post(f"{home}pay/", hidden(review))
    assert answer.status_code == 303
    step = story.browser.get(answer["Location"]).text
    card_page = re.search(r'content="0; url=([^"]+)"', step)
    assert card_page
    back = pay_by_card(story, card_page[1].replace("&amp;", "&"))
    race_redirect_against_webhooks(story, back)
    [card] = [one for one in story.payments() if one.method == "card"]
    assert (str(card.amount), str(card.unapplied)) == ("EUR 1430.00", "EUR 0.00")
    with story.world.frame():
        parts = allocations_of_payments(story.world.house.tenant_id, [card.id])
    assert {one.invoice_id: str(one.amount) for one in parts} == {first: "EUR 1230.00", second: "EUR 200.00"}
    receipt = story.mail()
    assert "FT 2026/001" in words_of(receipt)
    assert "FT 2026/002" in words_of(receipt)
    assert receipt.attachments[0].body.startswith(b"%PDF")


def pay_by_card(story: Story, url: str) -> str:
    """Dana's card, which her bank asks about once; the way back."""
    number = next(card.number for card in CARDS if card.slug == "three_d_secure")
    challenge = story.gateway.url + submit(url, {**CARD, "number": number}).headers["location"]
    assert "Is this you?" in ask(challenge).text
    back = submit(challenge, {"answer": "confirm", "code": "123456"}).headers["location"]
    return "/" + back.split("//", 1)[1].partition("/")[2]


def race_redirect_against_webhooks(story: Story, back: str) -> None:
    """Dana comes back while the gateway reports the same charge five times, and a stranger reports it once."""
    [headers, body] = eventually(lambda: succeeded(story.receiver))
    forged = {**headers, SIGNATURE: headers[SIGNATURE][:-4] + "0000"}

    def post(signed: dict[str, str]) -> int:
        sent = {SIGNATURE: signed[SIGNATURE]}
        answer = Client().post(story.webhook, body, content_type="application/json", headers=sent)
        connections.close_all()
        return answer.status_code

    def come_back() -> int:
        status = story.browser.get(back).status_code
        connections.close_all()
        return status

    with ThreadPoolExecutor(4) as pool:
        reports = [pool.submit(post, headers) for _ in range(5)]
        returned, stranger = pool.submit(come_back), pool.submit(post, forged)
        assert [one.result() for one in reports] == [200] * 5
        assert (returned.result(), stranger.result()) == (200, 400)
    story.world.work()
    assert "Thank you" in story.browser.get(back).text


def one_more_is_issued_and_some_of_the_first_credited(story: Story, first: UUID) -> UUID:
    story.until(at(16, 3, 10))
    third = story.bill("50.00", "NONE", "A small sign", 14)
    story.world.work()
    assert "FT 2026/003" in words_of(story.mail())
    scratch = {"reason": "A scratch", "amount": {"amount": "20.00", "currency": "EUR"}, "deliver": False}
    story.ask("POST", f"/{first}/credit", scratch)  # what was paid already becomes her credit
    story.world.work()
    assert story.open(first) == ["EUR 0.00"]
    assert story.open(third) == ["EUR 50.00"]
    story.world.expect(mails=0)
    return third


def nothing_is_asked_for_on_the_due_date_itself_and_once_on_the_day_after(
    story: Story, second: UUID, third: UUID
) -> None:
    assert {story.sheet(one).due_on for one in (second, third)} == {date(2026, 3, 30)}
    story.until(at(30, 3, 23, 55))  # summer time: in UTC it is already another hour
    assert story.world.night(work=True).ran
    story.world.expect(mails=0, silence="")
    story.until(at(31, 3, 0, 5))
    story.world.expect(mails=0)  # the day has begun, and people sleep
    story.until(at(31, 3, 12))
    reminder = story.mail()
    for words in ("FT 2026/002", "300.00", "FT 2026/003", "50.00", "20.00", "330.00"):
        assert words in words_of(reminder)
    assert "FT 2026/001" not in words_of(reminder)
    assert story.browser.get(link_in(reminder)).status_code == 200
    story.age()
    story.until(at(6, 4, 22))
    story.world.expect(mails=0, silence="not_due_yet")
    assert [(one.step, one.state, one.business_date) for one in story.world.reminders()] == [
        (1, "sent", date(2026, 3, 31))
    ]


def bob_edits_and_sends_what_waited_for_him(story: Story) -> None:
    story.until(at(7, 4, 12))
    story.world.expect(mails=0, tasks=["review_reminder"])
    [task] = story.world.tasks()
    assert "Marlow" in story.bob.get("/today").text
    path = f"/today/{task.id}"
    form = story.bob.get(f"{path}/change").context["form"]
    words = {"version": form["version"].value(), "subject": "Two small things: {total}", "body": "Shall we talk?"}
    assert story.bob.post(f"{path}/change", words).status_code == 302
    assert "Shall we talk?" in story.bob.get(path).text
    assert story.bob.post(f"{path}/send", {"version": words["version"] + 1}).status_code == 302
    story.world.work()
    story.world.expect(mails=0)  # it can be taken back for a moment
    story.world.advance(minutes=1)
    story.world.work()
    mail = story.mail()
    assert "330.00" in mail.subject
    assert "Shall we talk?" in mail.text
    story.world.expect(tasks=[])


def money_comes_in_and_the_reminder_that_waits_is_stopped(story: Story, second: UUID, third: UUID) -> None:
    story.until(at(15, 4, 10))
    story.world.expect(mails=0, tasks=["review_reminder"])
    transfer = story.receive(amount="130.00", method="transfer", received_on="2026-04-13")
    assert "13 Apr" in story.bob.get(transfer).text
    assert story.open(second, third) == ["EUR 170.00", "EUR 50.00"]
    story.cheque = story.receive(amount="220.00", method="cheque", received_on="2026-04-15")
    assert story.open(second, third) == ["EUR 0.00", "EUR 0.00"]
    story.world.expect(mails=2, tasks=[])  # two receipts
    stopped = [one for one in story.world.reminders() if one.step == 3]
    assert [(one.state, one.message_id) for one in stopped] == [("stopped", None)]
    story.age()
    story.until(at(17, 4, 9))
    story.world.expect(mails=0)


def the_cheque_bounces_and_the_invoices_are_chased_again(story: Story, second: UUID, third: UUID) -> None:
    path = f"{story.cheque}/reverse"
    data = typed(story.bob.get(path), reason="The cheque bounced")
    assert story.bob.post(path, data).status_code == 302
    story.world.work()
    assert story.open(second, third) == ["EUR 170.00", "EUR 50.00"]
    story.world.expect(tasks=["recover_payment"])
    assert "does not hold any more" in words_of(story.mail())
    assert "The cheque bounced" in story.bob.get(story.cheque).text
    story.until(at(21, 4, 12))
    assert "200.00" in words_of(story.mail())  # on Monday, and from the gentle words on
    assert story.world.reminders()[-1].business_date == date(2026, 4, 20)
    story.world.expect(tasks=["recover_payment"])


def credit_settles_the_rest(story: Story, second: UUID, third: UUID) -> None:
    story.until(at(22, 4, 12))
    home = "/p/" + story.link.split("/")[2] + "/"
    for _click in range(2):
        assert story.browser.post(f"{home}credit/").status_code == 302
    story.world.work()
    assert story.open(second, third) == ["EUR 150.00", "EUR 50.00"]
    for invoice, amount in ((second, "150.00"), (third, "50.00")):
        part = {"reason": "Agreed on the phone", "amount": {"amount": amount, "currency": "EUR"}, "deliver": True}
        assert story.ask("POST", f"/{invoice}/credit", part)["number"].startswith("NC 2026/")
    story.world.work()
    assert story.open(second, third) == ["EUR 0.00", "EUR 0.00"]
    story.world.expect(open="0.00 EUR")
    story.world.mails()
    story.until(at(8, 5, 12))
    story.world.expect(mails=0)
    assert "Everything is paid" in story.browser.get(home).text


def everything_can_be_proved(story: Story) -> None:
    lines = story.world.proof()
    assert holds(lines), lines
    assert all(line.compared for line in lines), lines
    with story.world.frame():
        audit = prove_audit(story.world.house.tenant_id)
        again = [ageing(story.world.house.tenant_id, on=one.on, known_at=one.known_at).rows for one in story.reports]
    assert (audit.seals > 10, audit.records > 50) == (True, True)
    assert audit.broken == ()
    assert again == [one.rows for one in story.reports]
    owed = [[str(one.total) for one in report.totals if one.total] for report in story.reports]
    assert owed == [["EUR 1730.00"], ["EUR 350.00"], []]


def test_a_worker_that_was_down_for_three_days_catches_up_once_and_without_a_burst(story: Story) -> None:
    """From Monday noon to Friday noon. Three invoices become overdue meanwhile; one was issued just before."""
    due = [story.bill(f"{100 + days}.00", "NONE", f"Part {days}", days) for days in (7, 8, 9)]
    story.world.invoice("70.00 EUR", due_in=8, customer=story.other)
    story.until(at(9, 3, 12))
    assert len(story.world.mails()) == len(due)
    late = story.bill("40.00", "NONE", "Just before", 14)
    story.world.clock.set(at(13, 3, 12))  # nobody was there
    assert story.sheet(late).delivery == Delivery.QUEUED
    for _minute in range(3):  # the worker is back, and its timetable turns
        story.tick()
        story.world.advance(minutes=10)
    sent = story.world.mails()
    [invoice] = [words_of(mail) for mail in sent if mail.attachments]
    assert "FT 2026/004" in invoice
    reminders = [mail for mail in sent if not mail.attachments]
    assert len({mail.recipients[0].address for mail in reminders}) == len(reminders) == 2
    [dana] = [words_of(mail) for mail in reminders if "FT 2026/001" in words_of(mail)]
    for words in ("FT 2026/002", "FT 2026/003", "324.00"):
        assert words in dana
    [another] = [words_of(mail) for mail in reminders if mail.recipients[0].address == "else@example.test"]
    assert "70.00" in another
    story.until(at(17, 3, 12))
    assert [words_of(mail) for mail in story.world.mails()] == []
    assert holds(story.world.proof())
