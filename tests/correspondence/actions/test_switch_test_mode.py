"""In test mode nothing reaches a customer, whoever sends and whenever it was written; later it is not sent either."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from saldo.base.audit.queries import records_of
from saldo.base.tenants.queries import get_legal_entity
from saldo.correspondence.actions import claim_messages, resume_messages, switch_test_mode
from saldo.correspondence.models import Message
from saldo.invoices.models import Invoice
from saldo.kernel.errors import BadInput, Conflict, NotPermitted
from tests.correspondence.conftest import DANA
from tests.factories.invoices import make_issued

MINE = "alice@ateliernorte.example"


@pytest.fixture
def switch(house, frame_of):
    def switched(is_test: bool, address: str = "", *, actor=None) -> None:
        with frame_of(house.tenant_id):
            switch_test_mode(is_test, test_email=address, actor=actor or house.alice)

    return switched


@pytest.fixture
def is_test(house, frame_of):
    def read() -> bool:
        with frame_of(house.tenant_id):
            return get_legal_entity(house.tenant_id, house.entity_id).is_test

    return read


def test_mail_goes_to_the_test_address_and_says_so_in_its_subject(
    switch, make_message, send, run_jobs, row_of, mail_is_set
):
    switch(True, MINE)
    [message_id] = send(make_message())
    run_jobs()
    [mail] = mail_is_set.arrived
    assert MINE in mail["To"]
    assert DANA not in str(mail)
    assert mail["Subject"].startswith("[TEST] ")
    row = row_of(message_id)
    assert (row.state, row.recipient_email, row.redirected_to) == ("accepted", DANA, MINE)


def test_without_an_address_mail_is_held_and_stays_so_when_what_waits_is_taken_up(
    house, frame_of, switch, make_message, send, run_jobs, row_of, mail_is_set
):
    switch(True)
    [message_id] = send(make_message())
    run_jobs()
    with frame_of(house.tenant_id):
        assert resume_messages(actor=house.night).done == []
    run_jobs()
    assert mail_is_set.arrived == []
    assert (row_of(message_id).state, "Test mode" in row_of(message_id).problem) == ("held", True)


def test_what_was_queued_before_the_switch_is_caught_when_it_is_claimed(
    switch, make_message, send, run_jobs, row_of, mail_is_set
):
    [message_id] = send(make_message())
    switch(True)
    run_jobs()
    assert mail_is_set.arrived == []
    assert row_of(message_id).state == "held"


def test_going_live_sends_nothing_of_the_test(switch, make_message, send, run_jobs, row_of, mail_is_set, is_test):
    switch(True)
    [held] = send(make_message())
    run_jobs()
    switch(True, MINE)
    [aside] = send(make_message())
    run_jobs()
    switch(False)
    run_jobs()
    assert not is_test()
    assert [row_of(one).state for one in (held, aside)] == ["cancelled", "cancelled"]
    assert len(mail_is_set.arrived) == 1
    [real] = send(make_message())
    run_jobs()
    assert DANA in mail_is_set.arrived[-1]["To"]
    assert not mail_is_set.arrived[-1]["Subject"].startswith("[TEST]")
    assert row_of(real).redirected_to == ""


def test_an_invoice_that_went_to_the_test_address_counts_as_not_sent_once_live(
    house, clock, customer, frame_of, switch, run_jobs, mail_is_set
):
    def delivery() -> str:
        with frame_of(house.tenant_id):
            return Invoice.objects.get(tenant_id=house.tenant_id, id=invoice_id).delivery

    switch(True, MINE)
    invoice_id = make_issued(house, clock, customer, "100.00", deliver=True)
    run_jobs()
    assert delivery() == "accepted"
    switch(False)
    run_jobs()
    assert delivery() == ""


def test_the_switch_waits_for_whoever_is_claiming_and_the_claim_for_the_switch(
    house, frame_of, make_message, send, switch, mail_is_set
):
    [message_id] = send(make_message())
    claimed, switched = threading.Event(), threading.Event()

    def flip() -> None:
        claimed.wait(10)
        switch(True)
        switched.set()
        connection.close()

    other = threading.Thread(target=flip)
    other.start()
    with frame_of(house.tenant_id):
        assert len(claim_messages([message_id], actor=house.night)) == 1
        claimed.set()
        assert not switched.wait(0.5)
    other.join(10)
    assert switched.is_set()


def test_who_goes_live_while_a_message_is_being_handed_over_is_asked_to_wait(
    house, frame_of, make_message, send, switch, mail_is_set, is_test
):
    switch(True, MINE)
    [message_id] = send(make_message())
    with frame_of(house.tenant_id):
        assert len(claim_messages([message_id], actor=house.night)) == 1
    with pytest.raises(Conflict) as refusal:
        switch(False)
    assert refusal.value.code == "mail_is_leaving"
    assert is_test()


def test_the_switch_is_kept_in_the_trail_once(house, frame_of, switch):
    for _time in range(2):
        switch(True, MINE)
    with frame_of(house.tenant_id):
        [record] = records_of(house.tenant_id, house.entity_id)
    assert (record.action, record.actor_name) == ("switch_test_mode", "Alice")
    assert (record.before, record.after) == (
        {"is_test": False, "test_email": ""},
        {"is_test": True, "test_email": MINE},
    )


def test_only_the_owner_switches_and_only_to_an_address(house, switch, is_test):
    with pytest.raises(NotPermitted):
        switch(True, actor=house.bob)
    with pytest.raises(BadInput) as refusal:
        switch(True, "not an address")
    assert refusal.value.field == "test_email"
    assert not is_test()


def test_another_account_s_mail_is_none_of_it(
    house, charlies_house, frame_of, make_message, send, run_jobs, mail_is_set
):
    with frame_of(charlies_house.tenant_id):
        switch_test_mode(True, test_email="", actor=charlies_house.alice)
    send(make_message())
    run_jobs()
    assert len(mail_is_set.arrived) == 1
    with frame_of(house.tenant_id):
        assert Message.objects.get(tenant_id=house.tenant_id).redirected_to == ""
