"""What comes back by mail: failed deliveries, deliveries, complaints, and everything that is none of these."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.demo.mail_catcher.reports import write_report
from saldo.demo.pages.post import sign
from saldo.kernel.errors import PluginError
from saldo.plugins.channels.smtp import PLUGIN
from saldo.plugins.channels.smtp.reports import read_report
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind, Mailbox, RawEvent
from tests.conformance.channel import ChannelEventsConformance, make_message
from tests.demo.machines import NOON, SECRET, eventually, running_mail_catcher, running_receiver

CONFIG = {"events_secret": SECRET}
DATE = "Thu, 15 Jan 2026 13:00:00 +0100"


def signed(body: bytes) -> RawEvent:
    return RawEvent({"saldo-signature": sign(SECRET, body, at=1_700_000_000)}, body)


def report(
    fields: str,
    *,
    date: str = DATE,
    returned: str = "Message-ID: <1@alice.example.test>\n",
    kind: str = "delivery-status",
) -> bytes:
    """A multipart/report as a mail server writes one."""
    return (
        f"From: MAILER-DAEMON@mx.example.test\n{f'Date: {date}' if date else 'X-No: date'}\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\nMIME-Version: 1.0\n\n'
        "--b\n\nSorry.\n"
        f"--b\nContent-Type: message/{kind}\n\n{fields}\n"
        f"--b\nContent-Type: message/rfc822\n\n{returned}Subject: Invoice\n\nbody\n--b--\n"
    ).encode()


def status(action: str, code: str, recipient: str = "dana@example.test", more: str = "") -> str:
    return (
        f"Reporting-MTA: dns; mx.example.test\n\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\n"
        f"Status: {code}\nDiagnostic-Code: smtp; 550 no such user\n{more}"
    )


class TestSmtpReports(ChannelEventsConformance):
    @pytest.fixture
    def channel(self):
        return PLUGIN

    @pytest.fixture
    def config(self):
        return CONFIG

    @pytest.fixture
    def kinds(self):
        return [DeliveryEventKind.DELIVERED, DeliveryEventKind.BOUNCED, DeliveryEventKind.COMPLAINED]

    @pytest.fixture
    def make_event(self):
        def make(event: DeliveryEvent) -> RawEvent:
            date, returned = format_datetime(event.occurred_at), f"Message-ID: {event.message_id}\n"
            if event.kind is DeliveryEventKind.COMPLAINED:
                fields = "Feedback-Type: abuse\nUser-Agent: Example/1.0\nVersion: 1\n"
                return signed(report(fields, date=date, returned=returned, kind="feedback-report"))
            action = "failed" if event.kind is DeliveryEventKind.BOUNCED else "delivered"
            code = "5.1.1" if event.permanent else "2.0.0"
            return signed(report(status(action, code), date=date, returned=returned))

        return make

    @pytest.fixture
    def forge(self):
        return lambda raw: RawEvent(raw.headers, raw.body.replace(b"<1@", b"<2@"))

    @pytest.fixture
    def unknown_event(self):
        return signed(b"From: dana@example.test\nSubject: Re: Invoice\n\nI am on holiday.\n")


@pytest.mark.parametrize(
    ("action", "code", "permanent"),
    [("failed", "5.1.1", True), ("failed", "4.2.2", False), ("FAILED", "5.7.1", True)],
)
def test_the_status_tells_whether_the_address_will_ever_work(action, code, permanent):
    (event,) = read_report(report(status(action, code)))
    assert (event.kind, event.permanent) == (DeliveryEventKind.BOUNCED, permanent)
    assert event.message_id == "<1@alice.example.test>"
    assert event.detail == f"dana@example.test {code} smtp; 550 no such user"
    assert event.occurred_at == datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_a_missing_status_is_told_by_the_diagnostic_code():
    fields = status("failed", "x").replace("Status: x\n", "")
    assert read_report(report(fields))[0].permanent


def test_each_recipient_of_a_report_is_an_event_of_its_own():
    fields = status("failed", "5.1.1") + "\nFinal-Recipient: rfc822; bob@example.test\nAction: failed\nStatus: 4.2.2\n"
    events = read_report(report(fields))
    assert [(event.permanent, event.detail.split()[0]) for event in events] == [
        (True, "dana@example.test"),
        (False, "bob@example.test"),
    ]


def test_the_last_attempt_is_when_it_happened():
    fields = status("failed", "5.1.1", more="Last-Attempt-Date: Wed, 14 Jan 2026 08:00:00 -0000\n")
    assert read_report(report(fields))[0].occurred_at == datetime(2026, 1, 14, 8, tzinfo=UTC)


def test_the_original_message_id_names_the_message_where_no_headers_came_back():
    fields = "Original-Message-ID: <7@alice.example.test>\n" + status("failed", "5.1.1")
    assert read_report(report(fields, returned=""))[0].message_id == "<7@alice.example.test>"


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", ""])
def test_what_is_neither_failure_nor_delivery_is_passed_over(action):
    assert read_report(report(status(action, "2.0.0"))) == []


def test_a_secret_address_vouches_for_a_report_only_where_no_signature_was_agreed():
    raw = RawEvent({}, report(status("failed", "5.1.1")))
    (event,) = PLUGIN.parse_event(raw, {"verified": "address"})
    assert event.message_id == "<1@alice.example.test>"
    for config, code in [
        ({}, "not_configured"),
        ({"verified": "yes"}, "not_configured"),
        ({"verified": "address", "events_secret": "agreed"}, "bad_signature"),
    ]:
        with pytest.raises(PluginError) as refusal:
            PLUGIN.parse_event(raw, config)
        assert refusal.value.code == code


def test_a_report_that_names_no_message_is_refused_for_good():
    with pytest.raises(PluginError) as refusal:
        read_report(report(status("failed", "5.1.1"), returned=""))
    assert (refusal.value.code, refusal.value.permanent) == ("malformed_report", True)


def test_a_report_that_says_no_time_is_refused_for_good():
    with pytest.raises(PluginError) as refusal:
        read_report(report(status("failed", "5.1.1"), date=""))
    assert (refusal.value.code, refusal.value.permanent) == ("malformed_report", True)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reading(noise):
    assert read_report(noise) == []


@given(st.text(max_size=120), st.text(max_size=60), st.text(max_size=60))
def test_no_field_whatever_breaks_the_reading(fields, returned, date):
    body = report(status("failed", "5.1.1", more=fields), returned=f"Message-ID: {returned}\n", date=date)
    try:
        events = read_report(body)
    except PluginError as error:
        events, refusal = [], error.code
    else:
        refusal = None
    assert refusal in {None, "malformed_report"}
    assert all(event.occurred_at.tzinfo is not None for event in events)


@pytest.mark.parametrize(("status_code", "permanent"), [("5.1.1", True), ("4.2.2", False)])
def test_the_reports_of_the_mail_catcher_are_read(status_code, permanent):
    raw = b"Message-ID: <9@alice.example.test>\r\nSubject: =?utf-8?q?Faktura?=\r\n\r\nbody\r\n"
    body = write_report(raw, sender="b@alice.example.test", recipient="x@bounce.example", status=status_code, at=NOON)
    (event,) = read_report(body)
    assert (event.message_id, event.permanent, event.occurred_at) == ("<9@alice.example.test>", permanent, NOON)


def test_a_mail_that_bounces_comes_back_as_an_event(tmp_path):
    with (
        running_receiver() as receiver,
        running_mail_catcher(tmp_path, report_url=receiver.url) as catcher,
    ):
        receiver.answers = [503]
        message = make_message(recipients=(Mailbox("", "dana@bounce.example"), Mailbox("", "full@bounce.example")))
        assert PLUGIN.send(message, catcher.config).accepted
        eventually(lambda: len(receiver.received) == 3)
        events = [PLUGIN.parse_event(RawEvent(*raw), catcher.config) for raw in receiver.received]
        assert {event.message_id for (event,) in events} == {message.message_id}
        assert {event.permanent for (event,) in events} == {True, False}
