"""A reminder that was sent a moment ago can be taken back, and then it was never sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from saldo.collections.actions import recall_reminders, reopen_tasks, send_reminders, snooze_tasks
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.kernel.errors import NotPermitted
from saldo.kernel.references import new_id

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture
def draft(world):
    world.rules(FREELY)
    world.first = world.invoice(due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    return world.reminders(state="drafted")[0]


def send(world, reminder, seconds=30):
    with world.frame():
        until = world.clock.now() + timedelta(seconds=seconds)
        send_reminders([reminder.id], on=world.today, actor=world.house.bob, held_until=until).raise_if_refused()
    world.work()


def recall(world, reminder_id, actor=None):
    with world.frame():
        return recall_reminders([reminder_id], actor=actor or world.house.bob)


def test_nothing_leaves_before_it_can_no_longer_be_taken_back(world, draft):
    send(world, draft)
    world.expect(mails=0)
    world.advance(seconds=31)
    world.work()
    world.expect(mails=1, tasks=[])


def test_what_was_taken_back_is_a_draft_again_with_its_task(world, draft):
    send(world, draft)
    assert recall(world, draft.id).done == [draft.id]
    assert recall(world, draft.id).unchanged == [draft.id]
    world.advance(seconds=60)
    world.work()
    world.expect(mails=0, tasks=["review_reminder"])
    [task] = world.tasks()
    assert (task.outcome_code, task.closed_at) == ("", None)


def test_what_is_sent_again_waits_its_whole_time_again(world, draft):
    send(world, draft)
    recall(world, draft.id)
    world.advance(seconds=20)
    send(world, draft)
    world.advance(seconds=15)  # the first time is over, the second is not
    world.work()
    world.expect(mails=0)
    world.advance(seconds=20)
    world.work()
    world.expect(mails=1)


def test_what_has_left_cannot_be_taken_back(world, draft):
    send(world, draft)
    world.advance(seconds=31)
    world.work()
    assert [one.code for one in recall(world, draft.id).refused] == ["too_late"]
    assert [one.code for one in recall(world, new_id()).refused] == ["not_found"]
    world.expect(mails=1)


def test_what_the_night_sends_by_itself_cannot_be_taken_back(world):
    world.invoice(due_in=-1)
    world.night(work=False)
    [reminder] = world.reminders()
    assert [one.code for one in recall(world, reminder.id).refused] == ["too_late"]


def test_a_payment_within_that_time_stops_it(world, draft):
    send(world, draft)
    world.pay(world.first)
    world.advance(seconds=31)
    world.work()
    world.expect(mails=0, open="0.00 EUR")


def test_what_was_put_off_can_be_put_back(world, draft):
    [task] = world.tasks()
    with world.frame():
        until = world.today + timedelta(days=3)
        snooze_tasks([task.id], until=until, on=world.today, actor=world.house.bob)
        assert reopen_tasks([task.id], actor=world.house.bob).done == [task.id]
        assert reopen_tasks([task.id], actor=world.house.bob).unchanged == [task.id]
        send_reminders([draft.id], on=world.today, actor=world.house.bob)
        assert [one.code for one in reopen_tasks([task.id], actor=world.house.bob).refused] == ["closed_for_good"]
    assert world.tasks() == []


def test_a_reader_may_not(world, draft):
    with pytest.raises(NotPermitted):
        recall(world, draft.id, world.house.rita)
    with world.frame(), pytest.raises(NotPermitted):
        reopen_tasks([new_id()], actor=world.house.rita)
