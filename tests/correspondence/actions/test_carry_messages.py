"""Claim, hand over, record: once, with the truth about what happened, however the other side and the worker behave."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from saldo.base.files.actions.keep_files import NewFile, keep_files
from saldo.base.tenants.frame import current_frame
from saldo.correspondence.actions import Attempt, Stop, carry_messages, claim_messages, record_attempts, resume_messages
from saldo.correspondence.choices import AttemptResult
from saldo.correspondence.policies.back_off import WAITS
from saldo.correspondence.policies.is_abandoned import LEASE
from saldo.correspondence.queries import find_unsent, news_of
from saldo.kernel.errors import NotPermitted, PluginError
from saldo.kernel.references import new_id
from saldo.plugins.channels.memory import SENT, MemoryChannel
from saldo.spi.channel import DELIVERY_UNCERTAIN


@pytest.fixture
def memory(settings):
    settings.SALDO_SMTP_URL = "memory:"
    SENT.clear()
    yield SENT
    SENT.clear()


class Killed(BaseException):
    """A worker that is killed runs nothing more, not even its own error handling."""


def kill_after_handing_over(monkeypatch) -> None:
    def send(self, message, config):
        SENT.append(message)
        raise Killed

    monkeypatch.setattr(MemoryChannel, "send", send)


def test_mail_server_down_is_retried_with_back_off_and_shown_as_not_sent(
    house, make_message, send, mail_is_set, run_jobs, row_of, clock
):
    mail_is_set.answers = ["451 4.3.0 try again later"] * 3
    [message_id] = send(make_message())
    began = clock.now()
    for attempts, wait in enumerate(WAITS[:3], 1):
        run_jobs()
        row = row_of(message_id)
        assert (row.state, row.attempts, row.next_attempt_at) == ("queued", attempts, clock.now() + wait)
        assert "4.3.0" in row.problem or row.problem
        clock.advance(seconds=wait.total_seconds() - 1)
        assert run_jobs() == 0
        clock.advance(seconds=1)
    run_jobs()
    row = row_of(message_id)
    assert (row.state, row.attempts, row.problem) == ("accepted", 4, "")
    assert row.accepted_at == began + sum(WAITS[:3], timedelta())
    assert len(mail_is_set.arrived) == 1


def test_a_server_that_never_takes_it_is_a_refusal_after_three_days(
    house, frame_of, make_message, send, settings, run_jobs, row_of, clock
):
    settings.SALDO_SMTP_URL = "memory:?fail=temporary"
    [message_id] = send(make_message())
    began = clock.now()
    for wait in (*WAITS, timedelta()):
        run_jobs()
        clock.advance(seconds=wait.total_seconds())
    assert row_of(message_id).state == "refused"
    assert timedelta(days=2, hours=12) < clock.now() - began < timedelta(days=4)
    with frame_of(house.tenant_id):
        assert [one.kind for one in news_of(house.tenant_id, [message_id])[message_id]] == ["postponed"] * 10


def test_nobody_listening_is_not_a_refusal(house, make_message, send, settings, run_jobs, row_of):
    settings.SALDO_SMTP_URL = "smtp://127.0.0.1:1"
    [message_id] = send(make_message())
    run_jobs()
    assert row_of(message_id).state == "queued" and row_of(message_id).problem


def test_a_refusal_for_good_is_one_and_is_not_retried(house, make_message, send, mail_is_set, run_jobs, row_of, clock):
    mail_is_set.answers = ["550 5.7.1 not wanted here"]
    [bad, good] = send(make_message(), make_message())
    run_jobs()
    states = {row_of(one).state for one in (bad, good)}
    assert states == {"refused", "accepted"}
    clock.advance(days=5)
    assert run_jobs() == 0


def test_after_three_failures_in_a_row_the_others_wait_and_count_no_attempt(
    house, make_message, send, mail_is_set, run_jobs, row_of, clock
):
    mail_is_set.answers = ["421 4.3.2 shutting down"] * 3
    ids = send(*(make_message() for _ in range(8)))
    run_jobs()
    assert sorted(row_of(one).attempts for one in ids) == [0] * 5 + [1] * 3
    clock.advance(minutes=2)
    run_jobs()
    assert {row_of(one).state for one in ids} == {"accepted"}
    assert len(mail_is_set.ids) == len(set(mail_is_set.ids)) == 8


def test_an_invoice_or_receipt_whose_answer_was_lost_goes_out_again_under_the_same_id(
    house, make_message, send, memory, monkeypatch, run_jobs, row_of, clock
):
    [message_id] = send(make_message(resend_uncertain=True))
    with monkeypatch.context() as patch:
        kill_after_handing_over(patch)
        with pytest.raises(Killed):
            carry_messages([message_id], actor=house.night)
    assert row_of(message_id).state == "sending"
    clock.advance(seconds=LEASE.total_seconds())
    run_jobs()
    assert row_of(message_id).state == "accepted"
    assert [message.message_id for message in memory] == [row_of(message_id).message_id] * 2


def test_a_reminder_whose_answer_was_lost_is_not_sent_again_and_is_listed(
    house, frame_of, make_message, send, memory, monkeypatch, run_jobs, row_of, clock
):
    [message_id] = send(make_message(resend_uncertain=False))
    with monkeypatch.context() as patch:
        kill_after_handing_over(patch)
        with pytest.raises(Killed):
            carry_messages([message_id], actor=house.night)
    clock.advance(seconds=LEASE.total_seconds())
    run_jobs()
    clock.advance(days=2)
    run_jobs()
    assert row_of(message_id).state == "uncertain"
    assert len(memory) == 1
    with frame_of(house.tenant_id):
        assert [card.id for card in find_unsent(house.tenant_id)] == [message_id]


def test_a_worker_that_is_killed_in_a_batch_leaves_one_uncertain_and_the_others_queued(
    house, make_message, send, memory, monkeypatch, row_of
):
    ids = send(*(make_message() for _ in range(5)))
    real, count = MemoryChannel.send, iter(range(5))

    def send_two(self, message, config):
        receipt = real(self, message, config)
        if next(count) == 2:
            raise Killed
        return receipt

    monkeypatch.setattr(MemoryChannel, "send", send_two)
    with pytest.raises(Killed):
        carry_messages(ids, actor=house.night)
    assert sorted(row_of(one).state for one in ids) == ["accepted", "accepted", "queued", "queued", "sending"]


@pytest.mark.parametrize(("resend", "state", "copies"), [(True, "accepted", 2), (False, "uncertain", 1)])
def test_a_channel_that_says_the_answer_was_lost_is_believed(
    house, make_message, send, memory, monkeypatch, run_jobs, row_of, clock, resend, state, copies
):
    def send_and_lose(self, message, config):
        SENT.append(message)
        raise PluginError(DELIVERY_UNCERTAIN, "The line broke.", permanent=False)

    [message_id] = send(make_message(resend_uncertain=resend))
    with monkeypatch.context() as patch:
        patch.setattr(MemoryChannel, "send", send_and_lose)
        run_jobs()
    clock.advance(days=1)
    run_jobs()
    assert row_of(message_id).state == state
    assert len(memory) == copies


def test_a_message_that_another_worker_is_sending_now_is_left_alone(
    house, frame_of, make_message, send, memory, row_of, clock
):
    [message_id] = send(make_message())
    with frame_of(house.tenant_id):
        [claimed] = claim_messages([message_id], actor=house.night)
    clock.advance(minutes=1)
    carry_messages([message_id], actor=house.night)
    assert memory == []
    with frame_of(house.tenant_id):
        attempt = Attempt(message_id, claimed.claimed_at, AttemptResult.ACCEPTED)
        record_attempts([attempt], actor=house.night)
    assert row_of(message_id).state == "accepted"


def test_an_answer_that_comes_after_the_claim_was_given_up_still_counts(
    house, frame_of, make_message, send, memory, row_of, clock
):
    [message_id] = send(make_message())
    with frame_of(house.tenant_id):
        [claimed] = claim_messages([message_id], actor=house.night)
    clock.advance(seconds=LEASE.total_seconds())
    with frame_of(house.tenant_id):
        assert claim_messages([message_id], actor=house.night) == []
    assert row_of(message_id).state == "uncertain"
    with frame_of(house.tenant_id):
        record_attempts([Attempt(message_id, claimed.claimed_at, AttemptResult.ACCEPTED)], actor=house.night)
    assert row_of(message_id).state == "accepted"


def test_a_failure_that_is_reported_for_an_older_claim_changes_nothing(
    house, frame_of, make_message, send, memory, row_of, clock
):
    [message_id] = send(make_message(resend_uncertain=True))
    with frame_of(house.tenant_id):
        [first] = claim_messages([message_id], actor=house.night)
    clock.advance(seconds=LEASE.total_seconds())
    with frame_of(house.tenant_id):
        [second] = claim_messages([message_id], actor=house.night)
        record_attempts([Attempt(message_id, first.claimed_at, AttemptResult.POSTPONED)], actor=house.night)
        assert second.claimed_at != first.claimed_at
    assert row_of(message_id).state == "sending"


def test_two_workers_at_once_send_each_message_once(house, make_message, send, mail_is_set, row_of):
    ids = send(*(make_message() for _ in range(12)))
    barrier, failures = threading.Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            carry_messages(ids, actor=house.night)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert len(mail_is_set.ids) == len(set(mail_is_set.ids)) == 12
    assert {row_of(one).state for one in ids} == {"accepted"}


def test_held_mail_goes_out_once_a_mail_server_is_set(
    house, frame_of, make_message, send, mail_server, settings, run_jobs, row_of
):
    ids = send(make_message(), make_message())
    with frame_of(house.tenant_id):
        assert resume_messages(actor=house.night).done == []
    settings.SALDO_SMTP_URL = mail_server.url
    for _ in range(2):
        with frame_of(house.tenant_id):
            resume_messages(actor=house.night)
        run_jobs()
    assert {row_of(one).state for one in ids} == {"accepted"}
    assert len(mail_server.arrived) == 2


def test_mail_that_is_due_when_the_server_was_taken_away_is_held(house, make_message, send, memory, settings, row_of):
    [message_id] = send(make_message())
    settings.SALDO_SMTP_URL = ""
    carry_messages([message_id], actor=house.night)
    assert row_of(message_id).state == "held"


def test_what_lost_its_job_is_taken_up(house, frame_of, make_message, send, memory, run_jobs, row_of, clock):
    [message_id] = send(make_message())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    clock.advance(hours=2)
    with frame_of(house.tenant_id):
        assert resume_messages(actor=house.night).done == [message_id]
    with frame_of(house.tenant_id):
        assert resume_messages(actor=house.night).done == []
    run_jobs()
    assert row_of(message_id).state == "accepted"


def test_a_check_of_a_higher_context_cancels_or_postpones_under_its_own_locks(
    house, make_message, send, memory, run_jobs, row_of, clock
):
    paid, quiet, due = send(*(make_message() for _ in range(3)))
    tomorrow = clock.now() + timedelta(days=1)

    def check(ids):
        assert current_frame().tenant_id == house.tenant_id
        stops = {paid: Stop("paid meanwhile"), quiet: Stop("a holiday", until=tomorrow)}
        return {one: stops[one] for one in ids if one in stops}

    carry_messages([paid, quiet, due], actor=house.night, check=check)
    assert [(row_of(one).state, row_of(one).problem) for one in (paid, quiet, due)] == [
        ("cancelled", "paid meanwhile"),
        ("queued", "a holiday"),
        ("accepted", ""),
    ]
    assert row_of(quiet).next_attempt_at == tomorrow
    assert len(memory) == 1


def test_an_attachment_that_cannot_be_mailed_stops_nobody_else(house, frame_of, make_message, send, memory, row_of):
    with frame_of(house.tenant_id):
        [bad_file] = keep_files([NewFile("a\nb.pdf", "application/pdf", b"%PDF")], actor=house.alice)
    bad, good = send(make_message(attachments=(bad_file,)), make_message())
    carry_messages([bad, good], actor=house.night)
    assert (row_of(bad).state, row_of(good).state) == ("refused", "accepted")


def test_each_message_costs_few_queries(house, make_message, send, memory, pdf, django_assert_max_num_queries):
    ids = send(*(make_message(attachments=(pdf,)) for _ in range(10)))
    with django_assert_max_num_queries(10 * 15):
        carry_messages(ids, actor=house.night)


def test_a_person_does_not_claim(house, frame_of, make_message, send, memory):
    ids = send(make_message())
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        claim_messages(ids, actor=house.alice)


def test_another_tenants_worker_sends_nothing(house, charlies_house, make_message, send, memory, row_of):
    ids = send(make_message())
    carry_messages([*ids, new_id()], actor=charlies_house.night)
    assert memory == []
    assert row_of(ids[0]).state == "queued"
