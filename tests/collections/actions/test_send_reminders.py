"""From the decision to the mail server: asked again under lock, and never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saldo.base.tenants.frame import frame
from saldo.collections.actions import (
    change_reminder,
    dismiss_reminders,
    note_delivery,
    recheck_reminders,
    send_reminders,
    write_reminders,
)
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.correspondence.actions import claim_messages, resume_messages
from saldo.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from saldo.kernel.money import Money

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture
def draft(world):
    """A second step of Dana's that waits for a person."""
    world.rules(FREELY)
    world.first = world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    return world.reminders(state="drafted")[0]


def send(world, reminder, actor=None, **options):
    with world.frame():
        return send_reminders([reminder.id], on=world.today, actor=actor or world.house.bob, **options)


# --- stop conditions at every stage


def test_x8_a_payment_between_queueing_and_writing_stops_the_reminder(world):
    invoice = world.invoice(due_in=-1)
    world.night(work=False)
    world.pay(invoice)
    world.work()
    world.expect(mails=0, open="0.00 EUR")
    (reminder,) = world.reminders()
    assert (reminder.state, reminder.stopped_because) == ("stopped", "settled")
    assert world.messages(kind="reminder") == []


def test_x8_a_payment_between_writing_and_claiming_stops_the_message(world):
    invoice = world.invoice(due_in=-1)
    world.night(work=False)
    write(world)
    (message,) = world.messages(kind="reminder")
    assert message.state == "queued"
    world.pay(invoice)
    world.work()
    world.expect(mails=0)
    (message,) = world.messages(kind="reminder")
    assert message.state == "cancelled"
    assert [(one.state, one.stopped_because) for one in world.reminders()] == [("stopped", "settled")]


def write(world):
    ids = [one.id for one in world.reminders()]
    with world.frame():
        return write_reminders(ids, actor=world.house.night)


def test_x8_a_part_payment_after_writing_is_never_asked_for(world):
    invoice = world.invoice("1000.00 EUR", due_in=-1)
    world.night(work=False)
    write(world)
    world.pay(invoice, amount="400.00 EUR")
    world.work()
    (mail,) = world.mails()
    assert "€600.00" in mail.text and "€1,000.00" not in mail.text
    assert sorted(one.state for one in world.messages(kind="reminder")) == ["accepted", "cancelled"]


def test_the_day_on_which_it_goes_out_is_the_day_it_speaks_of(world):
    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night(work=False)
    write(world)
    world.advance(days=3)
    world.work()
    (mail,) = world.mails()
    assert "4 days ago" in mail.text and "1 day ago" not in mail.text


def test_a_hold_after_writing_stops_the_message(world):
    from saldo.customers.actions import change_customer

    world.invoice(due_in=-1)
    world.night(work=False)
    write(world)
    with world.frame():
        change_customer(world.dana, details={"contact_hold": "legal"}, actor=world.house.alice)
    world.work()
    world.expect(mails=0)
    assert world.reminders()[0].stopped_because == "legal_hold"


def test_what_was_stopped_at_the_last_moment_is_decided_on_anew_the_next_night(world):
    world.rules(replace(FREELY, minimum={"EUR": Money.of("500.00", "EUR")}))
    invoice = world.invoice("1000.00 EUR", due_in=-1)
    world.night(work=False)
    world.pay(invoice, amount="600.00 EUR")
    world.work()
    world.expect(mails=0)
    assert world.standings() == []  # trap 31: an attempt that failed has not used the step up
    world.rules(FREELY)
    world.advance(days=1)
    world.night()
    world.expect(mails=1)


def test_a_check_waits_for_the_payment_that_is_being_settled(world):
    """The check locks the invoices, so it cannot look between a payment and its effect."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    world.invoice(due_in=-1)
    world.night(work=False)
    write(world)
    message_ids = [one.id for one in world.messages(kind="reminder")]
    with world.frame(), CaptureQueriesContext(connection) as queries:
        assert recheck_reminders(message_ids, actor=world.house.night) == {}
    locking = [one["sql"] for one in queries if "FOR UPDATE" in one["sql"]]
    assert any("collections_reminder" in one for one in locking) and any("invoices_invoice" in one for one in locking)


# --- never twice


def test_a_kill_between_handing_over_and_writing_it_down_is_uncertain_and_never_sent_again(world):
    world.invoice(due_in=-1)
    world.night(work=False)
    write(world)
    (message,) = world.messages(kind="reminder")
    with world.frame():
        assert claim_messages([message.id], actor=world.house.night)  # handed over … and here the worker was killed
    world.advance(hours=1)
    with world.frame():
        resume_messages(actor=world.house.night)
    world.work()
    world.expect(mails=0, tasks=["check_uncertain"])
    assert [one.state for one in world.messages(kind="reminder")] == ["uncertain"]
    assert [one.state for one in world.reminders()] == ["uncertain"]
    for _ in range(3):
        world.advance(days=1)
        world.night()
    world.expect(mails=0, tasks=["check_uncertain"])
    assert world.standings()[0].step == 1


def test_jobs_that_run_twice_send_once(world):
    world.invoice(due_in=-1)
    world.night(work=False)
    for _ in range(3):
        write(world)
    assert len(world.messages(kind="reminder")) == 1
    world.work()
    for _ in range(2):
        write(world)
        world.work()
    world.expect(mails=1)


def test_mail_that_was_held_for_a_week_goes_out_as_one_message_with_everything(world, settings):
    world.rules(FREELY)
    settings.SALDO_SMTP_URL = ""
    for _ in range(7):
        world.invoice("10.00 EUR", due_in=-1)
        world.night()
        world.advance(days=1)
    assert world.silence() == "already_queued"
    assert [one.state for one in world.messages(kind="reminder")] == ["held"]
    settings.SALDO_SMTP_URL = "memory://"
    with world.frame():
        resume_messages(actor=world.house.night)
    world.work()
    (mail,) = world.mails()
    assert "€70.00" in mail.text
    world.advance(days=1)
    world.night()
    world.expect(mails=0)


def test_a_mail_server_that_is_down_is_tried_again_and_one_mail_comes_of_it(world, settings):
    settings.SALDO_SMTP_URL = "memory://?fail=temporary"
    world.invoice(due_in=-1)
    world.night()
    world.expect(mails=0)
    assert [one.state for one in world.messages(kind="reminder")] == ["queued"]
    settings.SALDO_SMTP_URL = "memory://"
    world.advance(hours=3)
    world.work()
    world.expect(mails=1)


def test_an_address_that_the_server_refuses_becomes_a_task_and_is_not_tried_every_night(world, settings):
    world.rules(FREELY)
    settings.SALDO_SMTP_URL = "memory://?refuse=dana@piekarnia-pod-lipa.example"
    world.invoice(due_in=-1)
    for _ in range(4):
        world.night()
        world.advance(days=1)
    assert len(world.messages(kind="reminder")) == 1
    world.expect(mails=0, silence="bounced", tasks=["fix_address"])
    assert [(one.state, one.stopped_because) for one in world.reminders()] == [("stopped", "refused")]


def test_a_reminder_that_came_back_counts_as_never_written(world):
    from saldo.correspondence.actions import record_delivery_events
    from saldo.customers.actions import change_contact
    from saldo.spi.channel import DeliveryEvent, DeliveryEventKind

    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night()
    (mail,) = world.mails()
    event = DeliveryEvent(
        kind=DeliveryEventKind.BOUNCED, message_id=mail.message_id, occurred_at=world.clock.now(), detail="550 unknown",
        permanent=True,
    )  # fmt: skip
    with world.frame():
        record_delivery_events([event], actor=world.house.night)
    world.work()
    world.expect(tasks=["fix_address"])
    assert [(one.state, one.stopped_because) for one in world.reminders()] == [("stopped", "bounced")]
    with world.frame():
        change_contact(world.dana, details={"email": "new@example.test"}, actor=world.house.alice)
    world.advance(days=1)
    world.night()
    world.expect(mails=1, tasks=[])


# --- a person


def test_a_person_sends_a_draft_with_the_amounts_of_that_moment(world, draft):
    world.pay(world.first, amount="250.00 EUR")
    world.work()
    assert send(world, draft).done == [draft.id]
    world.work()
    (mail,) = world.mails()
    assert "€750.00" in mail.text and "{" not in mail.text
    (standing,) = world.standings()
    assert (standing.step, standing.step_on) == (2, world.today)
    world.expect(tasks=[])
    assert send(world, draft).unchanged == [draft.id]
    world.work()
    world.expect(mails=0)


def test_a_person_changes_the_words_and_they_are_what_is_sent(world, draft):
    with world.frame():
        version = change_reminder(
            draft.id, subject="About {total}", body="Could you pay {total}?\n\nIt is {oldest_days}.", version=1,
            actor=world.house.bob,
        )  # fmt: skip
    assert version == 2
    send(world, draft)
    world.work()
    (mail,) = world.mails()
    assert mail.subject == "About €1,000.00"
    assert "Could you pay €1,000.00?" in mail.text and "It is 8 days." in mail.text


def test_two_people_do_not_overwrite_each_other(world, draft):
    with world.frame():
        change_reminder(draft.id, subject="One", body="One", version=1, actor=world.house.bob)
        with pytest.raises(Conflict) as conflict:
            change_reminder(draft.id, subject="Two", body="Two", version=1, actor=world.house.alice)
    assert conflict.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [("About {sum}", "Words", "subject"), ("Words", "Dear {name}", "body"), ("", "Words", "subject")],
)
def test_words_that_nobody_could_fill_in_are_refused(world, draft, subject, body, field):
    with world.frame(), pytest.raises(BadInput) as refusal:
        change_reminder(draft.id, subject=subject, body=body, version=1, actor=world.house.bob)
    assert refusal.value.field == field


def test_a_draft_about_what_has_been_paid_is_stopped_and_cannot_be_sent(world, draft):
    world.pay(world.first)
    world.work()
    assert [refusal.code for refusal in send(world, draft).refused] == ["not_waiting"]
    world.expect(mails=0, tasks=[])


def test_a_person_who_is_faster_than_the_job_is_refused_too(world, draft):
    world.pay(world.first)  # no job has run yet
    assert [refusal.code for refusal in send(world, draft).refused] == ["settled"]


def test_the_cap_gives_way_to_a_person_with_a_reason(world, draft):
    world.rules(replace(FREELY, max_contacts=1, per_days=30))
    assert [refusal.code for refusal in send(world, draft).refused] == ["too_many_contacts"]
    assert send(world, draft, despite_cap_because="They asked for it on the phone.").done == [draft.id]
    world.work()
    world.expect(mails=1)


def test_a_customer_is_written_to_once_a_day_whoever_does_it(world, draft):
    send(world, draft)
    world.invoice("5.00 EUR", due_in=-1)
    world.night()
    world.expect(mails=1)


def test_a_dismissed_draft_is_not_drafted_again_and_the_next_step_comes_in_its_time(world, draft):
    with world.frame():
        assert dismiss_reminders([draft.id], on=world.today, reason="Spoke on the phone.", actor=world.house.bob).done
        again = dismiss_reminders([draft.id], on=world.today, reason="", actor=world.house.bob)
    assert again.unchanged == [draft.id]
    world.expect(tasks=[])
    for _ in range(6):
        world.advance(days=1)
        world.night()
    assert [one.step for one in world.reminders()] == [1, 2]
    world.advance(days=1)
    world.night()
    assert [one.step for one in world.reminders()] == [1, 2, 3]


def test_a_reader_may_neither_change_nor_send_nor_dismiss(world, draft):
    rita = world.house.rita
    with world.frame():
        with pytest.raises(NotPermitted):
            send_reminders([draft.id], on=world.today, actor=rita)
        with pytest.raises(NotPermitted):
            change_reminder(draft.id, subject="x", body="x", version=1, actor=rita)
        with pytest.raises(NotPermitted):
            dismiss_reminders([draft.id], on=world.today, reason="", actor=rita)


def test_another_tenants_reminder_does_not_exist(world, draft, charlies_house):
    charlie, message_ids = charlies_house.alice, [one.id for one in world.messages()]
    with frame(charlies_house.tenant_id, clock=world.clock):
        outcome = send_reminders([draft.id], on=world.today, actor=charlie)
        assert [refusal.code for refusal in outcome.refused] == ["not_found"]
        with pytest.raises(NotFound):
            change_reminder(draft.id, subject="x", body="x", version=1, actor=charlie)
        note_delivery(message_ids, actor=charlies_house.night)
    assert [one.state for one in world.reminders()] == ["sent", "drafted"]
