"""The worklist: the most important first, page by page, and gone when it is done, put off or settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.tenants.frame import frame
from saldo.collections.actions import close_tasks, snooze_tasks
from saldo.collections.documents.reminder_view import reminder_view
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.collections.queries import count_waiting, left_alone, standing_of, worklist
from saldo.kernel.errors import BadInput, NotFound, NotPermitted

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture
def drafts(world):
    """Five customers whose second step waits, of rising amounts; two owe the same, one of them for longer."""
    world.rules(FREELY)
    world.people = {}
    for amount, days in (("10.00", 1), ("500.00", 1), ("500.00", 3), ("900.00", 1), ("70.00", 1)):
        name = f"Owes {amount} since {days}"
        world.people[name] = world.customer(name=name, email=f"c{len(world.people)}@example.test")
        world.invoice(f"{amount} EUR", due_in=-days, customer=world.people[name])
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    return world


def page_of(world, **options):
    with world.frame():
        return worklist(world.house.tenant_id, on=world.today, **options)


def names(page):
    return [row.customer_name for row in page.rows]


ORDER = [
    "Owes 900.00 since 1",
    "Owes 500.00 since 3",
    "Owes 500.00 since 1",
    "Owes 70.00 since 1",
    "Owes 10.00 since 1",
]


def test_what_is_worth_most_comes_first_and_then_what_is_oldest(drafts):
    page = page_of(drafts)
    assert names(page) == ORDER and page.cursor == ""
    first = page.rows[0]
    assert (first.kind, first.invoices, first.oldest_days, first.reminder_step) == ("review_reminder", 1, 8, 2)
    assert [str(one) for one in first.overdue] == ["EUR 900.00"]
    with drafts.frame():
        assert count_waiting(drafts.house.tenant_id, on=drafts.today) == 5


def test_pages_follow_each_other_without_gap_or_repeat(drafts):
    seen, cursor = [], ""
    while True:
        page = page_of(drafts, cursor=cursor, limit=2)
        seen += names(page)
        cursor = page.cursor
        if not cursor:
            break
    assert seen == ORDER


def test_a_page_costs_the_same_few_queries_whatever_its_length(drafts):
    counts = []
    for limit in (1, 5):
        with drafts.frame(), CaptureQueriesContext(connection) as queries:
            worklist(drafts.house.tenant_id, on=drafts.today, limit=limit)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_cursor_that_is_not_ours_is_refused(drafts):
    with pytest.raises(BadInput):
        page_of(drafts, cursor="1;drop")


def test_a_task_that_was_put_off_comes_back_on_its_day(drafts):
    task = page_of(drafts).rows[0]
    until = drafts.today + timedelta(days=3)
    with drafts.frame():
        assert snooze_tasks([task.task_id], until=until, on=drafts.today, actor=drafts.house.bob).done
        with pytest.raises(BadInput):
            snooze_tasks([task.task_id], until=drafts.today, on=drafts.today, actor=drafts.house.bob)
    assert names(page_of(drafts)) == ORDER[1:]
    drafts.advance(days=3)
    assert names(page_of(drafts)) == ORDER


def test_a_task_that_is_done_is_gone_and_stays_gone(drafts):
    task = page_of(drafts).rows[0]
    with drafts.frame():
        assert close_tasks([task.task_id], outcome="Called; they pay on Friday.", actor=drafts.house.bob).done
        assert close_tasks([task.task_id], outcome="", actor=drafts.house.bob).unchanged == [task.task_id]
    drafts.advance(days=1)
    drafts.night()
    assert names(page_of(drafts)) == ORDER[1:]


def test_a_payment_takes_its_task_off_the_list(drafts):
    drafts.pay(amount="900.00 EUR", customer=drafts.people[ORDER[0]])
    drafts.work()
    assert names(page_of(drafts)) == ORDER[1:]


def test_a_payment_that_was_taken_back_puts_somebody_on_the_list_once(world):
    payment = world.pay(world.invoice("80.00 EUR", due_in=-1))
    world.work()
    world.expect(open="0.00 EUR")
    world.reverse(payment)
    world.work()
    world.expect(open="80.00 EUR", tasks=["recover_payment"])


def test_a_draft_is_seen_as_it_would_go_out_now(drafts):
    row = page_of(drafts).rows[0]
    with drafts.frame():
        view = reminder_view(drafts.house.tenant_id, row.reminder_id)
    assert view.state == "drafted" and view.objection == ""
    assert "{total}" in view.subject and view.mail_subject == "Still open with Atelier Norte: €900.00"
    assert "€900.00" in view.mail_text and view.variables["oldest_days"] == "8 days"
    drafts.pay(amount="900.00 EUR", customer=row.customer_id)
    with drafts.frame():
        view = reminder_view(drafts.house.tenant_id, row.reminder_id)
    assert (view.objection, view.objection_words) == ("settled", "What it was about has been settled")


def test_a_reminder_that_went_out_is_seen_as_it_went_out(world):
    world.invoice("100.00 EUR", due_in=-1)
    world.night()
    (mail,) = world.mails()
    (reminder,) = world.reminders()
    with world.frame():
        view = reminder_view(world.house.tenant_id, reminder.id)
    assert (view.state, view.mail_subject, view.mail_text) == ("sent", mail.subject, mail.text)


def test_who_is_left_alone_is_listed_with_the_reason(world):
    world.dana = world.customer(email="", name="Nobody to write to")
    world.invoice(due_in=-1)
    world.night()
    with world.frame():
        (one,) = left_alone(world.house.tenant_id)
        assert standing_of(world.house.tenant_id, world.dana) == one
    assert (one.customer_name, one.silence, one.decided_on) == ("Nobody to write to", "no_address", world.today)


def test_a_reader_may_not_close_and_another_tenant_sees_nothing(drafts, charlies_house):
    task = page_of(drafts).rows[0]
    with drafts.frame(), pytest.raises(NotPermitted):
        close_tasks([task.task_id], outcome="", actor=drafts.house.rita)
    with frame(charlies_house.tenant_id, clock=drafts.clock):
        assert worklist(charlies_house.tenant_id, on=drafts.today).rows == []
        assert worklist(drafts.house.tenant_id, on=drafts.today).rows == []
        outcome = close_tasks([task.task_id], outcome="", actor=charlies_house.alice)
        assert [refusal.code for refusal in outcome.refused] == ["not_found"]
        with pytest.raises(NotFound):
            reminder_view(charlies_house.tenant_id, task.reminder_id)
