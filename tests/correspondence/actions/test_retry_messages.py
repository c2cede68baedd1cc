"""A person decides: try again, or do not send."""

from __future__ import annotations

import pytest

from saldo.correspondence.actions import cancel_messages, carry_messages, retry_messages
from saldo.kernel.errors import NotPermitted
from saldo.kernel.references import new_id
from saldo.plugins.channels.memory import SENT


@pytest.fixture
def refused(house, make_message, send, settings):
    settings.SALDO_SMTP_URL = "memory:?fail=permanent"
    [message_id] = send(make_message())
    carry_messages([message_id], actor=house.night)
    settings.SALDO_SMTP_URL = "memory:"
    SENT.clear()
    return message_id


def test_a_refused_message_goes_out_again_under_the_same_id(house, frame_of, refused, run_jobs, row_of):
    before = row_of(refused)
    assert before.state == "refused"
    with frame_of(house.tenant_id):
        assert retry_messages([refused], actor=house.bob).done == [refused]
    run_jobs()
    assert row_of(refused).state == "accepted"
    assert [message.message_id for message in SENT] == [before.message_id]


def test_what_arrived_is_not_retried(house, frame_of, make_message, send, settings):
    settings.SALDO_SMTP_URL = "memory:"
    [message_id] = send(make_message())
    carry_messages([message_id], actor=house.night)
    with frame_of(house.tenant_id):
        outcome = retry_messages([message_id, unknown := new_id()], actor=house.bob)
    assert [(one.item, one.code) for one in outcome.refused] == [(message_id, "not_waiting"), (unknown, "not_found")]


def test_what_waits_can_be_cancelled(house, frame_of, make_message, send, settings, run_jobs, row_of):
    settings.SALDO_SMTP_URL = "memory:"
    SENT.clear()
    [message_id] = send(make_message())
    with frame_of(house.tenant_id):
        assert cancel_messages({message_id: "paid"}, actor=house.night).done == [message_id]
    with frame_of(house.tenant_id):
        assert cancel_messages({message_id: "paid"}, actor=house.night).unchanged == [message_id]
    run_jobs()
    assert SENT == []
    assert (row_of(message_id).state, row_of(message_id).problem) == ("cancelled", "paid")


def test_what_was_sent_is_too_late_to_cancel(house, frame_of, make_message, send, settings):
    settings.SALDO_SMTP_URL = "memory:"
    [message_id] = send(make_message())
    carry_messages([message_id], actor=house.night)
    with frame_of(house.tenant_id):
        outcome = cancel_messages({message_id: "paid"}, actor=house.night)
    assert [one.code for one in outcome.refused] == ["too_late"]


def test_who_may_only_read_retries_nothing(house, frame_of, refused):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        retry_messages([refused], actor=house.rita)


def test_another_tenant_finds_nothing_to_retry(charlies_house, frame_of, refused):
    with frame_of(charlies_house.tenant_id):
        outcome = retry_messages([refused], actor=charlies_house.alice)
    assert [one.code for one in outcome.refused] == ["not_found"]
