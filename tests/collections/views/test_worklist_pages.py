"""The worklist and its tasks as staff work through them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.kernel.references import new_id
from tests.factories.staff import browser_of, few_queries

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


@pytest.fixture
def task(world):
    """Dana's second reminder waits for a person."""
    world.rules(FREELY)
    world.first = world.invoice("1000.00 EUR", due_in=-1)
    world.night()
    world.advance(days=7)
    world.night()
    world.mails()
    [found] = world.tasks(state="open", kind="review_reminder")
    return found


@pytest.fixture
def bob(world):
    return browser_of(world.house, world.clock, "collector")


def state_of(world):
    return [one.state for one in world.reminders() if one.step == 2]


def send(client, task, version=1, **more):
    return client.post(f"/today/{task.id}/send", {"version": version, **more})


def test_the_worklist_shows_who_waits_and_what_is_at_stake(bob, task):
    with few_queries():
        page = bob.get("/today")
    [row] = page.context["rows"]
    assert [str(one) for one in row["task"].overdue] == ["EUR 1000.00"]
    assert "1 message has had no answer" in page.text
    assert "8 days" in page.text


def test_who_is_left_alone_stands_below_with_the_reason(bob, world, task):
    world.advance(days=1)
    world.night()
    page = bob.get("/today")
    assert [str(one["why"]) for one in page.context["left_alone"]] == ["A drafted reminder waits for a person"]
    with few_queries():
        assert "A drafted reminder waits for a person" in bob.get("/today/left-alone").text


def test_a_reminder_is_read_as_it_would_go_out_and_sent_once(bob, world, task):
    with few_queries():
        page = bob.get(f"/today/{task.id}")
    assert "1,000.00" in page.text.replace("\u00a0", " ") or "1000" in page.text
    assert page.context["reminder"].mail_subject
    for _time in range(2):
        assert send(bob, task).status_code == 302
    world.advance(seconds=31)
    world.work()
    assert state_of(world) == ["sent"]
    assert len(world.mails()) == 1
    assert bob.get("/today").context["rows"] == []


def test_words_are_changed_and_the_text_that_was_read_is_the_one_that_is_sent(bob, world, task):
    path = f"/today/{task.id}/change"
    form = bob.get(path).context["form"]
    words = {
        "version": form["version"].value(),
        "subject": "A word about {total}",
        "body": "Dear Dana, {total} is open.",
    }
    assert bob.post(path, words).status_code == 302
    old = send(bob, task, version=1)
    assert old.status_code == 422
    assert "Read it again" in old.text
    assert state_of(world) == ["drafted"]
    assert "A word about" in bob.get(f"/today/{task.id}").context["reminder"].mail_subject
    assert send(bob, task, version=2).status_code == 302


def test_two_who_edit_see_both_texts_and_lose_neither(bob, task):
    path = f"/today/{task.id}/change"
    theirs = {"version": 1, "subject": "Theirs", "body": "Their words"}
    assert bob.post(path, theirs).status_code == 302
    late = bob.post(path, {"version": 1, "subject": "Mine", "body": "My words"})
    assert late.status_code == 422
    assert "Their words" in late.text
    assert "My words" in late.text
    again = {"version": late.context["form"]["version"].value(), "subject": "Mine", "body": "My words"}
    assert bob.post(path, again).status_code == 302


def test_an_unknown_variable_is_said_at_its_field(bob, task):
    answer = bob.post(f"/today/{task.id}/change", {"version": 1, "subject": "Hello", "body": "Pay {everything}"})
    assert answer.status_code == 422
    assert "everything" in answer.context["form"].errors["body"][0]


def test_a_reminder_that_is_paid_for_cannot_be_sent(bob, world, task):
    world.pay(world.first)
    world.work()
    assert send(bob, task).status_code == 422
    assert world.mails() == []


def test_a_reminder_is_dismissed_with_a_reason(bob, world, task):
    path = f"/today/{task.id}/dismiss"
    assert bob.post(path, {"reason": ""}).status_code == 422
    for _time in range(2):
        assert bob.post(path, {"reason": "She called: the money comes on Friday."}).status_code == 302
    assert state_of(world) == ["dismissed"]
    assert bob.get("/today").context["rows"] == []
    assert "She called" in bob.get(f"/today/{task.id}").text


def test_a_task_is_put_off_and_comes_back(bob, world, task):
    path = f"/today/{task.id}/snooze"
    assert bob.post(path, {"until": "2020-01-01"}).status_code == 422
    assert bob.post(path, {"until": "2026-03-12"}).status_code == 302
    assert bob.get("/today").context["rows"] == []
    world.advance(days=3)
    assert len(bob.get("/today").context["rows"]) == 1


def test_a_task_is_closed_with_what_came_of_it(bob, task):
    path = f"/today/{task.id}/close"
    assert bob.post(path, {"reason": ""}).status_code == 422
    assert bob.post(path, {"reason": "Spoke with Dana."}).status_code == 302
    assert bob.get("/today").context["rows"] == []


def test_the_customer_s_page_says_the_next_step_in_few_queries(bob, task):
    with few_queries():
        page = bob.get(f"/customers/{task.customer_id}")
    assert "Read and send the reminder" in page.text
    assert f"/today/{task.id}" in page.text


def test_who_may_only_read_is_refused_and_a_foreign_task_does_not_exist(world, task, charlies_house, clock):
    rita, charlie = browser_of(world.house, clock, "read_only"), browser_of(charlies_house, clock)
    assert rita.get("/today").status_code == 200
    page = rita.get(f"/today/{task.id}")
    assert "btn primary" not in page.text
    for verb in ("change", "send", "dismiss", "snooze", "close"):
        assert rita.post(f"/today/{task.id}/{verb}", {}).status_code == 403
        assert charlie.post(f"/today/{task.id}/{verb}", {}).status_code == 404
        assert charlie.post(f"/today/{new_id()}/{verb}", {}).status_code == 404
    assert charlie.get(f"/today/{task.id}").status_code == 404
    assert charlie.get("/today").context["rows"] == []
