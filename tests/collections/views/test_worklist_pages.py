"""The worklist and its tasks as staff work through them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from saldo.collections.actions import NewTask, open_tasks
from saldo.collections.choices import TaskKind
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


def test_a_reminder_can_be_taken_as_a_letter_on_paper(bob, world, task):
    path = f"/today/{task.id}/letter/EUR.pdf"
    assert path in bob.get(f"/today/{task.id}").text
    with few_queries():
        paper = bob.get(path)
    words = " ".join(PdfReader(BytesIO(paper.content)).pages[0].extract_text().replace("\u00a0", " ").split())
    assert "000,00" in words or "1,000.00" in words
    assert world.reminders()[-1].state == "drafted"
    assert bob.get(f"/today/{task.id}/letter/USD.pdf").status_code == 404


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
    for verb in ("change", "send", "dismiss", "snooze", "close", "recall", "reopen", "log", "note"):
        assert rita.post(f"/today/{task.id}/{verb}", {}).status_code == 403
        assert charlie.post(f"/today/{task.id}/{verb}", {}).status_code == 404
        assert charlie.post(f"/today/{new_id()}/{verb}", {}).status_code == 404
    assert charlie.get(f"/today/{task.id}").status_code == 404
    assert charlie.get("/today").context["rows"] == []


# --- what comes of a call, taking back, putting off


def log(client, task, page, outcome, **details):
    [talk] = [one for one in page.context["talks"] if one["code"] == outcome]
    sent = {"id": talk["form"]["id"].value(), "outcome": outcome, "currency": page.context["currency"], **details}
    return client.post(f"/today/{task.id}/log", sent)


def test_a_promise_is_kept_and_the_customer_is_left_alone(bob, world, task):
    page = bob.get(f"/today/{task.id}")
    refused = log(bob, task, page, "promised", amount="600.00")
    assert refused.status_code == 422
    [talk] = [one for one in refused.context["talks"] if one["code"] == "promised"]
    assert talk["is_open"] and talk["form"].errors["promised_on"] and talk["form"]["amount"].value() == "600.00"
    for _time in range(2):
        assert log(bob, task, page, "promised", amount="600.00", promised_on="2026-03-12").status_code == 302
    assert len(world.messages(kind="call")) == 1
    assert state_of(world) == ["dismissed"]
    quiet = bob.get("/today").context["left_alone"]
    assert [str(one["why"]) for one in quiet] == ["They promised to pay"]
    [asks] = world.tasks()
    world.advance(days=6)
    page = bob.get(f"/today/{asks.id}")
    assert "They promised €600.00 by 12 Mar 2026" in page.text
    assert "May I speak to" in page.text


def test_an_amount_that_the_currency_cannot_hold_is_refused_at_its_field(bob, task):
    page = bob.get(f"/today/{task.id}")
    answer = log(bob, task, page, "promised", amount="1.005", promised_on="2026-03-12")
    assert answer.status_code == 422
    assert "amount" in next(one for one in answer.context["talks"] if one["code"] == "promised")["form"].errors
    assert log(bob, task, page, "promised", currency="???", amount="5", promised_on="2026-03-12").status_code == 422


def test_what_is_wrong_becomes_a_case_and_the_task_s_next_page_leads_to_it(bob, world, task):
    page = bob.get(f"/today/{task.id}")
    details = {"invoice": str(world.first), "reason": "wrong_amount", "text": "One hour too many."}
    assert log(bob, task, page, "disputed", **details).status_code == 302
    world.work()
    [asks] = world.tasks()
    with few_queries():
        page = bob.get(f"/today/{asks.id}")
    assert f"/cases/{asks.case_id}" in page.text and "One hour too many." in page.text
    assert [row["task"].kind for row in bob.get("/today?show=questions").context["rows"]] == ["resolve_dispute"]
    assert bob.get("/today?show=letters").context["rows"] == []


def test_who_was_not_reached_can_be_written_to_at_once(bob, world, task):
    answer = log(bob, task, bob.get(f"/today/{task.id}"), "not_reached", text="Busy.")
    assert answer.url == f"/today/{task.id}#letter"
    assert "Not reached" in bob.get(f"/today/{task.id}").text
    assert send(bob, task).status_code == 302


def test_sending_is_undone_from_the_next_page_and_only_for_a_while(bob, world, task):
    send(bob, task)
    page = bob.get("/today")
    assert f'action="/today/{task.id}/recall"' in page.text
    assert bob.post(f"/today/{task.id}/recall").url == f"/today/{task.id}#letter"
    assert state_of(world) == ["drafted"]
    send(bob, task)
    world.advance(seconds=31)
    world.work()
    bob.get("/today")
    late = bob.post(f"/today/{task.id}/recall", follow=True)
    assert "cannot be taken back" in late.text
    assert len(world.mails()) == 1


def test_what_was_put_off_or_done_is_undone(bob, world, task):
    bob.post(f"/today/{task.id}/snooze", {"when": "week"})
    [kept] = world.tasks()
    assert kept.snoozed_until.isoweekday() <= 5 and (kept.snoozed_until - world.today).days >= 7
    assert "Comes back later" in bob.get("/today").text
    bob.post(f"/today/{task.id}/reopen")
    assert len(bob.get("/today").context["rows"]) == 1


def test_a_note_is_written_without_leaving_the_task(bob, world, task):
    page = bob.get(f"/today/{task.id}")
    note = {"id": page.context["note_form"]["id"].value(), "text": "They answer on Fridays."}
    for _time in range(2):
        assert bob.post(f"/today/{task.id}/note", note).url == f"/today/{task.id}#letter"
    assert "They answer on Fridays." in bob.get(f"/today/{task.id}").text
    assert len(world.messages(kind="note")) == 1
    assert bob.post(f"/today/{task.id}/note", {**note, "text": ""}).context["open"] == {"note": True}


def test_the_whole_mail_is_shown_in_a_frame_in_which_nothing_runs(bob, task):
    page = bob.get(f"/today/{task.id}")
    assert f'sandbox loading="lazy" title="The mail" src="/today/{task.id}/mail"' in page.text
    mail = bob.get(f"/today/{task.id}/mail")
    assert "1,000.00" in mail.text and mail.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_day_is_told_when_nothing_waits(bob, world, task):
    send(bob, task)
    world.advance(seconds=31)
    world.work()
    day = bob.get("/today").context["day"]
    assert (day["letters"], day["calls"], day["later"]) == (1, 0, 0)


def test_a_thousand_tasks_cost_no_more_queries_than_one(bob, world, task):
    with world.frame():
        [card] = [task.customer_id]
        new = [
            NewTask(f"check_uncertain:{n}", TaskKind.CHECK_UNCERTAIN, card, world.today, detail=str(n))
            for n in range(1000)
        ]
        assert open_tasks(new, actor=world.house.night) == 1000
    with few_queries():
        page = bob.get("/today")
    assert len(page.context["rows"]) == 50 and "1001" in page.text
    with few_queries():
        bob.get(f"/today/{task.id}")


def test_several_invoices_that_did_not_arrive_are_one_task_of_their_customer(world):
    kind = TaskKind.DELIVER_INVOICE
    dana = world.customer()
    with world.frame():
        first = [NewTask(f"{kind}:{n}", kind, dana, world.today, detail=f"FT {n}") for n in (1, 2)]
        assert open_tasks(first, actor=world.house.night) == 1
        assert open_tasks([NewTask(f"{kind}:3", kind, dana, world.today, detail="FT 3")], actor=world.house.night) == 0
    assert [one.detail for one in world.tasks()] == ["FT 1, FT 2, FT 3"]


def test_either_version_of_a_letter_s_words_is_taken(bob, task):
    path = f"/today/{task.id}/change"
    bob.post(path, {"version": 1, "subject": "Theirs", "body": "Their words"})
    mine = {"version": 1, "subject": "Mine", "body": "My words"}
    told = bob.post(path, mine)
    again = {**mine, "version": told.context["form"]["version"].value()}
    taken = bob.post(path, {**again, "do": "take_subject"})
    assert taken.context["form"]["subject"].value() == "Theirs"
    assert taken.context["form"]["body"].value() == "My words"
    assert bob.post(path, {**again, "subject": "Theirs", "do": "save"}).status_code == 302
