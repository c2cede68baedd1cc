from __future__ import annotations

from saldo.base.inbox.actions import keep_answer, mark_handled, receive_message
from saldo.base.inbox.queries import find_answer, waiting_messages


def receive(external_id="evt_1", body=b"{}"):
    return receive_message(source="gateway", external_id=external_id, headers={"A": "b"}, body=body)


def test_the_same_thing_is_stored_once_byte_for_byte(house, frame_of):
    with frame_of(house.tenant_id):
        first = receive(body=b"\x00\xff")
        assert first is not None and receive() is None
        [waiting] = waiting_messages(house.tenant_id, [first])
        assert bytes(waiting.body) == b"\x00\xff"


def test_two_tenants_may_receive_the_same_id(house, charlies_house, frame_of):
    for one in (house, charlies_house):
        with frame_of(one.tenant_id):
            assert receive() is not None


def test_what_was_handled_is_not_waiting_any_more(house, frame_of):
    with frame_of(house.tenant_id):
        message = receive()
        mark_handled([message], actor=house.night, problem="odd")
        assert waiting_messages(house.tenant_id, [message]) == []


def test_the_first_answer_is_the_one_that_is_kept(house, frame_of):
    with frame_of(house.tenant_id):
        for status in (201, 500):
            keep_answer("k", request_hash="h", status=status, body={"s": status}, actor=house.alice)
        assert find_answer(house.tenant_id, house.alice.id, "k").status == 201
        assert find_answer(house.tenant_id, house.bob.id, "k") is None
