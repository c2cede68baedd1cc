"""Deciding for many customers at once, and what is written of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.collections.actions import take_next_steps
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.customers.actions import change_customer
from saldo.customers.actions.mark_bounced import mark_bounced
from saldo.invoices.actions import ImportedInvoice, change_delivery, import_invoices
from saldo.invoices.choices import Delivery
from saldo.kernel.errors import NotPermitted
from saldo.kernel.money import Money
from saldo.payments.models import Checkout
from tests.factories.customers import make_customers

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


def decide(world, *customers, actor=None):
    with world.frame():
        return take_next_steps(
            list(customers) or [world.dana],
            legal_entity_id=world.house.entity_id,
            on=world.today,
            actor=actor or world.house.night,
        )


def test_the_day_after_the_due_date_one_mail_lists_everything_overdue(world):
    for amount in ("1000.00 EUR", "250.00 EUR"):
        world.invoice(amount, due_in=-1)
    world.night()
    (mail,) = world.mails()
    assert "OLD-00001" in mail.text and "OLD-00002" in mail.text and "€1,250.00" in mail.text
    assert mail.recipients[0].address == "dana@piekarnia-pod-lipa.example"
    (reminder,) = world.reminders()
    assert (reminder.state, reminder.step, reminder.mode) == ("sent", 1, "automatic")
    (standing,) = world.standings()
    assert (standing.step, standing.step_on, standing.last_contact_on) == (1, world.today, world.today)
    world.expect(silence="")


def test_nothing_is_due_on_the_due_date_itself(world):
    world.invoice(due_in=0)
    world.night()
    world.expect(mails=0)
    assert world.reminders() == []


def test_a_second_night_of_the_same_day_changes_nothing(world):
    world.invoice(due_in=-1)
    world.night()
    assert decide(world).unchanged == [world.dana]
    world.night()
    world.expect(mails=1)
    assert len(world.reminders()) == 1


@pytest.mark.parametrize(
    ("hold", "silence"), [("legal", "legal_hold"), ("opted_out", "opted_out")], ids=["legal hold", "opted out"]
)
def test_a_customer_on_hold_is_left_alone_and_a_draft_that_waits_is_stopped(world, hold, silence):
    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.expect(tasks=["review_reminder"])
    with world.frame():
        change_customer(world.dana, details={"contact_hold": hold}, actor=world.house.alice)
    world.advance(days=1)
    world.night()
    world.expect(silence=silence, mails=1, tasks=[])
    assert [one.stopped_because for one in world.reminders()] == ["", silence]


def test_an_invoice_that_never_arrived_is_not_chased_and_becomes_a_task_once(world):
    world.dana = world.customer()
    invoice = world.invoice(due_in=-1)
    with world.frame():
        change_delivery({invoice: Delivery.BOUNCED}, at=world.clock.now(), actor=world.house.night)
    for _ in range(3):
        world.night()
        world.advance(days=1)
    world.expect(mails=0, silence="bounced", tasks=["fix_address"])


def test_without_an_address_a_person_is_asked_for_one_once(world):
    world.dana = world.customer(email="")
    world.invoice(due_in=-1)
    for _ in range(3):
        world.night()
        world.advance(days=1)
    world.expect(mails=0, silence="no_address", tasks=["fix_address"])


def test_a_contact_whose_mail_bounces_is_not_written_to_until_the_address_is_mended(world):
    from saldo.customers.actions import change_contact
    from saldo.customers.queries import billing_of

    world.rules(FREELY)
    world.invoice(due_in=-1)
    with world.frame():
        card = billing_of(world.house.tenant_id, [world.dana])[world.dana]
        mark_bounced([card.contact_id], detail="550 no such user", actor=world.house.night)
    world.night()
    world.expect(mails=0, silence="bounced", tasks=["fix_address"])
    with world.frame():
        change_contact(world.dana, details={"email": "d.kowalska@example.test"}, actor=world.house.alice)
    world.advance(days=1)
    world.night()
    assert [mail.recipients[0].address for mail in world.mails()] == ["d.kowalska@example.test"]
    world.expect(silence="", tasks=[])


def test_credit_that_covers_what_is_overdue_asks_for_nothing(world):
    world.invoice("100.00 EUR", due_in=-1)
    world.pay(amount="100.00 EUR", customer=world.dana)  # settles it
    world.invoice("50.00 EUR", due_in=-1)
    world.night()
    (mail,) = world.mails()
    assert "€50.00" in mail.text


def test_credit_is_taken_off_and_shown(world):
    world.invoice("300.00 EUR", due_in=-1)
    credit_of(world, "120.00 EUR")
    forget_jobs()  # the credit stays what it is for now
    world.night()
    (mail,) = world.mails()
    assert "€180.00" in mail.text and "-120.00" in mail.text.replace("−", "-")


def forget_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def credit_of(world, amount):
    """Money that was paid before there was an invoice, and that nothing has used yet."""
    from saldo.kernel.references import new_id
    from saldo.payments.actions import NewPayment, record_payments
    from tests.scenarios.world import money

    with world.frame():
        new = NewPayment(
            id=new_id(), key=f"credit:{amount}", customer_id=world.dana, legal_entity_id=world.house.entity_id,
            method="transfer", amount=money(amount), received_on=world.today, origin="imported",
        )  # fmt: skip
        record_payments([new], actor=world.house.alice).raise_if_refused()


def test_credit_of_the_whole_amount_is_a_silence(world):
    world.invoice("300.00 EUR", due_in=-1)
    credit_of(world, "300.00 EUR")
    outcome = decide(world)
    assert [refusal.code for refusal in outcome.refused] == ["nothing_to_ask"]


def test_an_amount_below_the_minimum_is_left_until_it_grows(world):
    world.rules(replace(FREELY, minimum={"EUR": Money.of("20.00", "EUR")}))
    world.invoice("19.99 EUR", due_in=-1)
    world.night()
    world.expect(mails=0, silence="below_minimum")
    world.invoice("0.01 EUR", due_in=-1)
    world.advance(days=1)
    world.night()
    world.expect(mails=1, silence="")


def test_a_customer_who_is_paying_right_now_is_left_alone_for_a_day(world):
    world.rules(FREELY)
    invoice = world.invoice(due_in=-1)
    pending_checkout(world, invoice)
    world.night()
    world.expect(mails=0, silence="payment_pending")


def pending_checkout(world, invoice):
    from saldo.kernel.references import new_id
    from saldo.payments.models import GatewayAccount

    with world.frame() as opened:
        account = GatewayAccount(
            id=new_id(), tenant_id=world.house.tenant_id, legal_entity_id=world.house.entity_id, plugin="null",
            name="Cards", config={}, created_at=opened.now,
        )  # fmt: skip
        account.save(force_insert=True)
        Checkout(
            id=new_id(), tenant_id=world.house.tenant_id, legal_entity_id=world.house.entity_id,
            customer_id=world.dana, gateway_account_id=account.id, key="k", fingerprint="f", state="pending",
            currency="EUR", amount_minor=100, created_at=opened.now, asked_at=opened.now,
        ).save(force_insert=True)  # fmt: skip


def test_stale_payment_data_holds_everybody_back_until_it_is_fresh_again(world):
    world.rules(replace(FREELY, freshness_days=10))
    other = world.customer(email="other@example.test")
    world.pay(world.invoice("10.00 EUR", due_in=5, customer=other))
    world.invoice(due_in=5)
    world.advance(days=11)
    world.night()
    world.expect(mails=0, silence="stale_payment_data")
    world.pay(world.invoice("10.00 EUR", due_in=5, customer=other))
    world.advance(days=1)
    world.night()
    world.expect(mails=1, silence="")


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 4, 3)], ids=["Saturday", "Good Friday"])
def test_weekends_and_holidays_are_quiet_and_the_next_working_day_is_not(world, day):
    world.advance(days=(day - world.today).days)
    world.invoice(due_in=-1)
    world.night()
    world.expect(mails=0, silence="quiet_day")
    while world.today.weekday() != 1:  # Tuesday: Easter Monday is no holiday in Portugal, but be sure
        world.advance(days=1)
    world.night()
    world.expect(mails=1, silence="")


def test_nobody_is_written_to_more_often_than_the_cap_allows(world):
    world.rules(replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False))
    sent = []
    for _ in range(28):  # a new invoice becomes overdue every day
        world.invoice("10.00 EUR", due_in=-1)
        world.night()
        sent += [world.today for _ in world.mails()]
        world.advance(days=1)
    assert all((later - earlier).days >= 2 for earlier, later in zip(sent, sent[1:], strict=False))
    for day in sent:
        assert sum(1 for one in sent if timedelta(0) <= day - one < timedelta(days=14)) <= 3
    assert len(sent) == 6


def test_later_steps_are_drafted_for_a_person_one_by_one_and_then_a_person_decides(world):
    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night()
    world.expect(mails=1)
    for step in (2, 3, 4):
        world.advance(days={2: 7, 3: 7, 4: 15}[step])
        world.night()
        world.expect(mails=0, tasks=["review_reminder"])
        (draft,) = world.reminders(state="drafted")
        assert draft.step == step and "{" in draft.body
        send(world, draft.id)
        world.expect(mails=1)
    world.advance(days=1)
    for _ in range(3):
        world.night()
        world.advance(days=1)
    world.expect(mails=0, silence="no_more_steps", tasks=["decide_next"])


def send(world, reminder_id, **options):
    from saldo.collections.actions import send_reminders

    with world.frame():
        outcome = send_reminders([reminder_id], on=world.today, actor=world.house.bob, **options)
    world.work()
    return outcome


def test_a_draft_that_waits_is_not_drafted_again(world):
    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    for _ in range(10):
        world.night()
        world.advance(days=1)
    assert [one.step for one in world.reminders()] == [1, 2]
    world.expect(silence="waiting_for_person", tasks=["review_reminder"])


def test_a_new_invoice_is_written_about_and_takes_the_place_of_the_draft(world):
    world.rules(FREELY)
    world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.advance(days=1)
    world.invoice("50.00 EUR", due_in=-1)
    world.mails()
    world.night()
    (mail,) = world.mails()
    assert "€1,050.00" in mail.text
    assert [(one.step, one.state, one.stopped_because) for one in world.reminders()] == [
        (1, "sent", ""),
        (2, "stopped", "superseded"),
        (1, "sent", ""),
    ]
    world.expect(tasks=[])


def test_when_all_is_paid_the_customer_starts_anew(world):
    world.rules(FREELY)
    first = world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.expect(tasks=["review_reminder"])
    world.pay(first)
    world.work()
    world.expect(tasks=[])
    world.advance(days=1)
    world.night()
    world.invoice("70.00 EUR", due_in=-1)
    world.mails()
    world.night()
    assert [one.step for one in world.reminders()] == [1, 2, 1]
    world.expect(mails=1, silence="")


def test_the_collector_may_not_run_the_night_and_the_reader_may_not_send(world):
    world.invoice(due_in=-1)
    for person in (world.house.bob, world.house.rita):
        with pytest.raises(NotPermitted):
            decide(world, world.dana, actor=person)


def test_another_tenants_customers_do_not_exist(world, charlies_house):
    world.invoice(due_in=-1)
    from saldo.base.tenants.frame import frame

    with frame(charlies_house.tenant_id, clock=world.clock):
        outcome = take_next_steps(
            [world.dana], legal_entity_id=charlies_house.entity_id, on=world.today, actor=charlies_house.night
        )
    assert (outcome.done, outcome.refused, outcome.unchanged) == ([], [], [])


def overdue_customers(world, count):
    customers = make_customers(world.house, world.clock, count)
    with world.frame():
        from saldo.customers.models import Customer

        numbers = dict(Customer.objects.values_list("id", "number"))
        rows = [
            ImportedInvoice(
                row_number=n, number=f"N-{n:06d}", customer_number=numbers[customer], currency="EUR",
                total=Money.of("100.00", "EUR"), issued_on=world.today - timedelta(days=31),
                due_on=world.today - timedelta(days=1),
            )
            for n, customer in enumerate(customers, 1)
        ]  # fmt: skip
        import_invoices(rows, legal_entity_id=world.house.entity_id, actor=world.house.alice).raise_if_refused()
    return customers


def test_two_hundred_customers_cost_no_more_queries_than_ten(world):
    counts = []
    customers = overdue_customers(world, 210)
    for chunk in (customers[:5], customers[5:15], customers[15:]):  # the first makes the temporary tables
        with world.frame(), CaptureQueriesContext(connection) as queries:
            outcome = take_next_steps(
                chunk, legal_entity_id=world.house.entity_id, on=world.today, actor=world.house.night
            )
        assert len(outcome.done) == len(chunk)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16, counts
    assert counts[2] <= 30, counts  # a large set is staged: a few statements more, however large
