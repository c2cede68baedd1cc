"""The traps of reminders (product/traps.md, B), each by its number. Fees and interest do not exist yet (27, 28)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.collections.models import Reminder
from saldo.collections.policies.rules import DEFAULT_RULES, Rules, Step, check_rules
from saldo.correspondence.actions import cancel_messages
from saldo.invoices.actions import ImportedInvoice, import_invoices
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money
from saldo.runs.night import decide_next_steps
from saldo.runs.schedule import start_nights
from tests.factories.cast import make_house
from tests.factories.customers import make_customer

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture(autouse=True)
def freely(world):
    """No cap, gate or quiet day: what does not go out is held back by something else."""
    world.rules(FREELY)


def test_trap_15_a_payment_between_selection_and_sending_is_seen(world):
    invoice = world.invoice(due_in=-1)
    world.night(work=False)
    world.pay(invoice)
    world.work()
    world.expect(mails=0)


def test_trap_16_a_night_every_minute_sends_once(world):
    world.invoice(due_in=-1)
    for _ in range(30):
        world.night()
        world.advance(minutes=1)
    world.expect(mails=1)
    assert len(world.reminders()) == 1


def test_trap_17_what_has_no_due_date_is_never_chased(world):
    """An issued or imported invoice always has one, and a draft is not owed."""
    from tests.factories.invoices import make_draft

    world.dana = world.customer()
    make_draft(world.house, world.clock, world.dana, due_in=0)
    world.advance(days=60)
    world.night()
    world.expect(mails=0)


def test_trap_18_nothing_speaks_of_the_past_the_day_after_an_invoice_was_sent(world):
    world.invoice(issued=True, due_in=14)
    world.mails()
    for _ in range(14):
        world.advance(days=1)
        world.night()
        world.expect(mails=0)
    world.advance(days=1)
    world.night()
    world.expect(mails=1)


def test_trap_19_what_was_due_long_before_it_was_taken_over_is_reminded_once_and_not_for_ever_silent(world):
    world.invoice(due_in=-200)
    world.night()
    (mail,) = world.mails()
    assert "200 days ago" in mail.text
    world.advance(days=1)
    world.night()
    world.expect(mails=0, silence="not_due_yet")
    assert [one.step for one in world.reminders()] == [1]  # an old debt is not rushed through the steps


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Manaus", "Europe/Lisbon", "Pacific/Pago_Pago"])
def test_trap_20_the_day_after_is_the_issuers_day_wherever_it_is(world, zone):
    from zoneinfo import ZoneInfo

    from saldo.kernel.calendar import business_date
    from saldo.plugins.channels.memory import SENT

    house = make_house(world.clock, time_zone=zone, currency="EUR")
    customer = make_customer(house, world.clock, number="C-1", email="far@example.test")
    world.clock.set(datetime(2026, 3, 10, 12, 0, tzinfo=UTC))
    today = business_date(world.clock.now(), zone)
    with frame(house.tenant_id, clock=world.clock):
        row = ImportedInvoice(1, "F-1", "C-1", "EUR", Money.of("10.00", "EUR"), today - timedelta(days=9), today)
        import_invoices([row], legal_entity_id=house.entity_id, actor=house.alice).raise_if_refused()
    reminded_at = None
    for _ in range(96):
        world.advance(hours=1)
        start_nights()
        run_due_jobs(now=world.clock.now())
        if reminded_at is None and any(mail.recipients[0].address == "far@example.test" for mail in SENT):
            reminded_at = world.clock.now().astimezone(ZoneInfo(zone))
    assert reminded_at is not None
    assert (reminded_at.date(), reminded_at.hour) in {(today + timedelta(days=1), 6), (today + timedelta(days=1), 7)}
    with frame(house.tenant_id, clock=world.clock):
        (reminder,) = Reminder.objects.filter(customer_id=customer)
        assert (reminder.business_date, reminder.step) == (today + timedelta(days=1), 1)


def test_trap_22_days_count_from_the_due_date_forwards_and_never_before_it():
    for offset in (0, -3):
        with pytest.raises(BadInput):
            check_rules(Rules(steps=(Step(offset, "automatic", "first"),)))


def test_trap_23_what_is_partly_paid_is_chased_for_the_rest(world):
    invoice = world.invoice("1000.00 EUR", due_in=-1)
    world.pay(invoice, amount="999.99 EUR")
    world.night()
    (mail,) = world.mails()
    assert "€0.01" in mail.subject and "999.99 of 1,000.00 paid" in mail.text


def test_trap_24_chasing_one_invoice_does_not_silence_the_next(world):
    world.invoice("100.00 EUR", due_in=-1)
    world.night()
    world.advance(days=3)
    world.invoice("50.00 EUR", due_in=-1)
    world.mails()
    world.night()
    (mail,) = world.mails()
    assert "€150.00" in mail.text


def test_trap_25_a_step_that_waits_for_a_person_is_not_climbed(world):
    world.invoice(due_in=-1)
    world.night()
    for _ in range(60):
        world.advance(days=1)
        world.night()
    assert [one.step for one in world.reminders()] == [1, 2]
    assert world.standings()[0].step == 1


def test_trap_26_a_cancelled_mail_is_not_queued_for_ever(world):
    world.invoice(due_in=-1)
    world.night(work=False)
    with world.frame():
        from saldo.collections.actions import write_reminders

        write_reminders(list(Reminder.objects.values_list("id", flat=True)), actor=world.house.night)
    (message,) = world.messages(kind="reminder")
    with world.frame():
        cancel_messages({message.id: "Not this one."}, actor=world.house.night)
    world.work()
    assert [(one.state, one.stopped_because) for one in world.reminders()] == [("stopped", "cancelled")]
    world.advance(days=1)
    world.night()
    world.expect(mails=1)


def test_trap_29_when_the_oldest_is_paid_the_others_are_judged_by_their_own_age(world):
    from saldo.collections.actions import send_reminders

    old = world.invoice("900.00 EUR", due_in=-1)
    world.night()
    for days in (7, 7):
        world.advance(days=days)
        world.night()
        draft = world.reminders(state="drafted")[0]
        with world.frame():
            send_reminders([draft.id], on=world.today, actor=world.house.bob).raise_if_refused()
        world.work()
    assert world.standings()[0].step == 3
    world.invoice("20.00 EUR", due_in=-1)
    world.advance(days=1)
    world.night()
    world.pay(old)
    world.work()
    world.mails()
    for _ in range(12):  # the young one is 2 to 14 days late: no "last" step, which comes after thirty
        world.advance(days=1)
        world.night()
    (draft,) = world.reminders(state="drafted")
    assert draft.step == 2


def test_trap_30_a_payment_whose_jobs_have_not_run_counts_already(world):
    invoice = world.invoice(due_in=-1)
    world.pay(invoice)  # its jobs wait
    world.night()
    world.expect(mails=0)


def test_trap_31_residuals_are_compared_and_a_failed_attempt_uses_no_step_up(world, settings):
    settings.SALDO_SMTP_URL = "memory://?fail=temporary"
    world.rules(replace(FREELY, minimum={"EUR": Money.of("50.00", "EUR")}))
    small = world.invoice("1000.00 EUR", due_in=-1)
    world.pay(small, amount="960.00 EUR")
    world.night()
    world.expect(silence="below_minimum")  # the 40 that are left, not the 1000 that it was over
    world.invoice("20.00 EUR", due_in=-1)
    world.advance(days=1)
    world.night()
    assert world.standings()[0].step == 0  # decided and tried, not taken by the mail server
    settings.SALDO_SMTP_URL = "memory://"
    world.advance(hours=4)
    world.work()
    world.expect(mails=1)
    assert world.standings()[0].step == 1


def test_trap_32_a_reminder_names_its_own_customers_invoices_and_nobody_elses(world):
    names = {}
    for n in range(6):
        customer = world.customer(email=f"c{n}@example.test", name=f"Company {n}")
        world.invoice(f"{n + 1}00.00 EUR", due_in=-1, customer=customer)
        names[f"c{n}@example.test"] = f"OLD-{n + 1:05d}"
    world.night()
    mails = {mail.recipients[0].address: mail for mail in world.mails()}
    assert mails.keys() == names.keys()
    links = Counter(line for mail in mails.values() for line in mail.text.splitlines() if "/p/" in line)
    assert set(links.values()) == {1} and len(links) == 6
    for address, mail in mails.items():
        assert [number for number in names.values() if number in mail.text] == [names[address]]
        assert mail.attachments == ()


def test_trap_34_a_payment_that_is_pending_keeps_everybody_quiet_for_as_long_as_it_is(world):
    from tests.collections.actions.test_take_next_steps import pending_checkout

    pending_checkout(world, world.invoice(due_in=-1))
    for _ in range(5):  # without the step that asks the gateway, which would find out that it never heard of this one
        world.night(steps=(decide_next_steps,))
        world.advance(days=1)
    world.expect(mails=0, silence="payment_pending")


def test_trap_35_nobody_is_asked_for_nothing_and_no_row_says_zero(world):
    paid = world.invoice("10.00 EUR", due_in=-5)
    world.pay(paid)
    world.invoice("20.00 EUR", due_in=-5)
    world.night()
    (mail,) = world.mails()
    assert "OLD-00001" not in mail.text and " 0.00" not in mail.text


def test_trap_tr7_twelve_overdue_invoices_are_one_message(world):
    for n in range(12):
        world.invoice("10.00 EUR", due_in=-1 - n)
    world.night()
    (mail,) = world.mails()
    assert "12 invoices" in mail.subject and all(f"OLD-{n:05d}" in mail.text for n in range(1, 13))


def test_trap_tr1_a_missed_day_is_not_a_reminder_that_never_comes(world):
    world.invoice(due_in=0)
    world.advance(days=10)
    assert start_nights() == 1
    world.work()
    world.expect(mails=1)
