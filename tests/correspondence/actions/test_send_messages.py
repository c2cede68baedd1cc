"""Messages are queued once, held where no mail server is set, and refused where they cannot go out."""

from __future__ import annotations

import pytest

from saldo.base.audit.queries import records_of
from saldo.correspondence.actions import send_messages
from saldo.correspondence.models import Message
from saldo.correspondence.queries import timeline, unsent_counts
from saldo.kernel.errors import NotPermitted


def test_a_message_is_queued_and_reaches_the_mail_server_with_all_its_parts(
    house, make_message, send, mail_is_set, run_jobs, row_of, pdf
):
    [message_id] = send(make_message(attachments=(pdf,)))
    assert row_of(message_id).state == "queued"
    run_jobs()
    row, [mail] = row_of(message_id), mail_is_set.arrived
    assert (row.state, row.attempts) == ("accepted", 1)
    assert mail["Message-ID"] == row.message_id == f"<{message_id}@ateliernorte.example>"
    assert mail["From"] == "Atelier Norte <billing@ateliernorte.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "ola@ateliernorte.example" in mail["Reply-To"]
    assert mail.get_body(("plain",)).get_content().strip() == "It arrived."
    assert mail.get_body(("html",)).get_content().strip() == "<p>It arrived.</p>"
    [attachment] = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("RC 2026-001.pdf", b"%PDF-1.7 \x00\xff")


def test_the_same_key_is_sent_once(house, frame_of, make_message, send, mail_is_set, run_jobs):
    first = make_message(key="receipt:1")
    send(first)
    with frame_of(house.tenant_id):
        outcome = send_messages([make_message(key="receipt:1"), make_message(key="receipt:1")], actor=house.alice)
    assert outcome.done == [] and outcome.unchanged == [first.id, first.id]
    run_jobs()
    assert len(mail_is_set.arrived) == 1


def test_twice_in_one_batch_is_once(house, frame_of, make_message):
    one, other = make_message(key="receipt:1"), make_message(key="receipt:1")
    with frame_of(house.tenant_id):
        outcome = send_messages([one, other], actor=house.alice)
        assert (outcome.done, outcome.unchanged) == ([one.id], [one.id])
        assert Message.objects.count() == 1


def test_without_a_mail_server_mail_is_held_and_said_so(house, frame_of, customer, make_message, send, run_jobs):
    [message_id] = send(make_message())
    assert run_jobs() == 0
    with frame_of(house.tenant_id):
        assert unsent_counts(house.tenant_id) == {"held": 1, "queued": 0, "sending": 0, "uncertain": 0}
        [item] = timeline(house.tenant_id, customer).items
    assert (item.card.id, item.card.state, item.text) == (message_id, "held", "It arrived.\n")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient_email": ""}, "no_address"),
        ({"recipient_email": "dana"}, "no_address"),
        ({"recipient_email": "dana@a.example, eve@b.example"}, "no_address"),
        ({"recipient_email": "dana@a.example\r\nBcc: eve@b.example"}, "bad_header"),
        ({"recipient_name": "Dana\nBcc: eve@b.example"}, "bad_header"),
        ({"sender_name": "Atelier\u2028Bcc: eve@b.example"}, "bad_header"),
        ({"subject": "Thank you\rX: y"}, "bad_header"),
        ({"subject": ""}, "empty"),
        ({"body_text": ""}, "empty"),
    ],
)
def test_what_cannot_go_out_is_refused_and_the_rest_goes(house, frame_of, make_message, changes, code):
    bad, good = make_message(**changes), make_message()
    with frame_of(house.tenant_id):
        outcome = send_messages([bad, good], actor=house.alice)
        assert [(one.item, one.code) for one in outcome.refused] == [(bad.id, code)]
        assert outcome.done == [good.id]
        assert list(Message.objects.values_list("id", flat=True)) == [good.id]


def test_who_may_only_read_may_not_send(house, frame_of, make_message):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        send_messages([make_message()], actor=house.rita)


def test_another_tenant_sees_no_message_and_may_use_the_same_key(house, charlies_house, frame_of, make_message, send):
    [message_id] = send(make_message(key="receipt:1"))
    with frame_of(charlies_house.tenant_id):
        assert not Message.objects.filter(id=message_id).exists()
        assert unsent_counts(charlies_house.tenant_id)["held"] == 0


def test_a_hundred_cost_as_many_queries_as_one(
    house, frame_of, make_message, mail_is_set, django_assert_max_num_queries
):
    with frame_of(house.tenant_id), django_assert_max_num_queries(25):
        send_messages([make_message() for _ in range(100)], actor=house.alice)


def test_sending_is_in_the_audit_trail(house, frame_of, make_message, send):
    [message_id] = send(make_message())
    with frame_of(house.tenant_id):
        [line] = records_of(house.tenant_id, message_id)
    assert (line.action, line.actor_name) == ("send_messages", "Alice")
