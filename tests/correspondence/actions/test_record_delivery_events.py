"""What providers and returning mail say: delivered only then, bounced with the contact marked, once, in any order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from saldo.correspondence.actions import carry_messages, record_delivery_events
from saldo.correspondence.queries import news_of
from saldo.customers.actions import change_contact
from saldo.customers.queries import billing_of
from saldo.plugins.channels.memory import SENT
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind


@pytest.fixture
def sent(house, frame_of, customer, make_message, send, settings):
    """A message that was accepted, to Dana's contact."""
    settings.SALDO_SMTP_URL = "memory:"
    with frame_of(house.tenant_id):
        contact_id = billing_of(house.tenant_id, [customer])[customer].contact_id
    [message_id] = send(make_message(contact_id=contact_id))
    carry_messages([message_id], actor=house.night)
    SENT.clear()
    return message_id


@pytest.fixture
def tell(house, frame_of, row_of, clock):
    def event(message_id, kind, *, detail="", permanent=False, minutes=0):
        said = DeliveryEvent(
            kind, row_of(message_id).message_id, clock.now() + timedelta(minutes=minutes), detail, permanent
        )
        with frame_of(house.tenant_id):
            return record_delivery_events([said], actor=house.night)

    return event


def test_delivered_is_said_only_by_a_providers_event(sent, tell, row_of):
    assert row_of(sent).state == "accepted"
    assert tell(sent, DeliveryEventKind.DELIVERED).done == [sent]
    assert row_of(sent).state == "delivered"


def test_a_bounce_for_good_marks_the_message_and_the_contact(house, frame_of, customer, sent, tell, row_of, clock):
    tell(sent, DeliveryEventKind.BOUNCED, detail="550 5.1.1 no such user", permanent=True)
    assert (row_of(sent).state, row_of(sent).problem) == ("bounced", "550 5.1.1 no such user")
    with frame_of(house.tenant_id):
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at == clock.now()


def test_a_full_mailbox_marks_the_message_and_not_the_contact(house, frame_of, customer, sent, tell, row_of):
    tell(sent, DeliveryEventKind.BOUNCED, detail="452 4.2.2 full", permanent=False)
    assert row_of(sent).state == "bounced"
    with frame_of(house.tenant_id):
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at is None


def test_a_bounce_of_an_address_that_was_corrected_since_does_not_mark_the_new_one(
    house, frame_of, customer, sent, tell
):
    with frame_of(house.tenant_id):
        change_contact(customer, details={"email": "agnieszka@studiolodz.example"}, actor=house.alice)
    tell(sent, DeliveryEventKind.BOUNCED, permanent=True)
    with frame_of(house.tenant_id):
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at is None


def test_the_same_event_twice_is_once(house, frame_of, sent, tell):
    assert tell(sent, DeliveryEventKind.BOUNCED, permanent=True).done == [sent]
    assert tell(sent, DeliveryEventKind.BOUNCED, permanent=True).unchanged == [sent]
    with frame_of(house.tenant_id):
        kinds = [one.kind for one in news_of(house.tenant_id, [sent])[sent]]
    assert sorted(kinds) == ["accepted", "bounced"]


def test_a_late_delivered_does_not_hide_a_bounce(sent, tell, row_of):
    tell(sent, DeliveryEventKind.BOUNCED, permanent=True)
    tell(sent, DeliveryEventKind.DELIVERED, minutes=5)
    assert row_of(sent).state == "bounced"


def test_an_event_about_nothing_of_ours_is_refused(house, frame_of, clock):
    said = DeliveryEvent(DeliveryEventKind.BOUNCED, "<who@knows.example>", clock.now(), "", True)
    with frame_of(house.tenant_id):
        outcome = record_delivery_events([said], actor=house.night)
    assert [one.code for one in outcome.refused] == ["unknown_message"]


def test_an_event_of_another_tenants_message_changes_nothing(charlies_house, frame_of, sent, row_of, clock):
    said = DeliveryEvent(DeliveryEventKind.BOUNCED, row_of(sent).message_id, clock.now(), "", True)
    with frame_of(charlies_house.tenant_id):
        outcome = record_delivery_events([said], actor=charlies_house.night)
    assert [one.code for one in outcome.refused] == ["unknown_message"]
    assert row_of(sent).state == "accepted"
