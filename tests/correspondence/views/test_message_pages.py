"""Messages, calls and notes as staff read them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saldo.correspondence.actions import Call, log_calls, write_note
from saldo.correspondence.choices import CallOutcome
from saldo.kernel.references import new_id
from tests.factories.staff import browser_of, few_queries
from tests.scenarios.fixtures import world

__all__ = ["world"]


@pytest.fixture
def bob(world):
    return browser_of(world.house, world.clock, "collector")


def sent(world):
    """Dana's first reminder has gone out; a call and a note stand beside it."""
    world.invoice(due_in=-1)
    world.night()
    world.mails()
    call = Call(
        id=new_id(),
        customer_id=world.dana,
        legal_entity_id=world.house.entity_id,
        outcome=CallOutcome.NOT_REACHED,
        language="en",
        text="The line was busy.",
    )
    with world.frame():
        log_calls([call], actor=world.house.night)
        write_note(world.dana, note_id=new_id(), text="Ask for <b>Rui</b>.", actor=world.house.bob)
    [message] = world.messages(kind="reminder")
    return message


def test_a_mail_is_shown_as_it_was_sent_in_a_frame_in_which_nothing_runs(bob, world):
    message = sent(world)
    with few_queries():
        page = bob.get(reverse("correspondence:show_message", args=[message.id]))
    path = reverse("correspondence:show_sent_mail", args=[message.id])
    assert f'<iframe class="preview" sandbox title="The mail" src="{path}">' in page.text
    mail = bob.get(path)
    assert mail.text == message.body_html
    policy = mail.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_timeline_holds_mails_calls_and_notes_page_by_page(bob, world):
    sent(world)
    with few_queries():
        page = bob.get(reverse("correspondence:show_timeline", args=[world.dana]))
    for words in ("Call: Not reached", "The line was busy.", "Ask for &lt;b&gt;Rui&lt;/b&gt;.", "Accepted by the mail"):
        assert words in page.text
    for number in range(60):
        world.advance(minutes=1)
        with world.frame():
            write_note(world.dana, note_id=new_id(), text=f"Note {number}", actor=world.house.bob)
    first = bob.get(reverse("correspondence:show_timeline", args=[world.dana]))
    older = bob.get(reverse("correspondence:show_timeline", args=[world.dana]), {"after": first.context["next_cursor"]})
    assert "Note 59" in first.text and "The line was busy." not in first.text
    assert "The line was busy." in older.text and older.context["next_cursor"] is None


def test_what_was_not_sent_stands_there_with_its_reason(bob, world, settings):
    settings.SALDO_SMTP_URL = ""
    world.invoice(due_in=-1)
    world.night()
    page = bob.get(reverse("correspondence:find_unsent"))
    assert "no mail server is set" in page.text and "Try again now:" not in page.text
    [message] = world.messages(kind="reminder")
    assert message.state == "held"
    assert bob.post(reverse("correspondence:retry_messages", args=[message.id])).status_code == 302


def test_another_tenant_s_mail_does_not_exist(world, clock, charlies_house):
    message = sent(world)
    charlie = browser_of(charlies_house, clock)
    for name in ("show_message", "show_sent_mail"):
        assert charlie.get(reverse(f"correspondence:{name}", args=[message.id])).status_code == 404
