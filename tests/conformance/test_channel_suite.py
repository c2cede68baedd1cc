"""The channel suites over the memory channel, what a message refuses, and proof that the suites work."""

import json
from dataclasses import replace

import pytest

from saldo.kernel.errors import BadInput, PluginError
from saldo.plugins.channels.memory import SENT, MemoryChannel, sign_event
from saldo.spi.channel import Attachment, DeliveryEventKind, Mailbox, RawEvent, Receipt
from tests.conformance.channel import DANA, ChannelConformance, ChannelEventsConformance, make_message

NOBODY = Mailbox("", "nobody@example.test")
CONFIG = {"secret": "s3cret", "refuse": NOBODY.address}


def forge_body(raw: RawEvent) -> RawEvent:
    return RawEvent(raw.headers, raw.body.replace(b"<1@", b"<2@"))


@pytest.fixture(autouse=True)
def _empty():
    SENT.clear()
    yield
    SENT.clear()


class TestMemoryChannel(ChannelConformance, ChannelEventsConformance):
    @pytest.fixture
    def channel(self):
        return MemoryChannel()

    @pytest.fixture
    def config(self):
        return CONFIG

    @pytest.fixture
    def failing_config(self):
        return {"fail": "temporary"}

    @pytest.fixture
    def refused_message(self):
        return make_message(recipients=(NOBODY,))

    @pytest.fixture
    def arrived(self):
        return lambda: [message.message_id for message in SENT]

    @pytest.fixture
    def make_event(self):
        return lambda event: sign_event([event], CONFIG["secret"])

    @pytest.fixture
    def forge(self):
        return forge_body

    @pytest.fixture
    def unknown_event(self):
        return sign_event([{"kind": "unsubscribed"}], CONFIG["secret"])

    def test_it_keeps_the_whole_message(self, channel, config):
        message = make_message()
        channel.send(message, config)
        assert [message] == SENT

    def test_it_fails_for_good_when_told_to(self, channel):
        with pytest.raises(PluginError) as refusal:
            channel.send(make_message(), {"fail": "permanent"})
        assert refusal.value.permanent
        assert not SENT

    @pytest.mark.parametrize("signature", ["", "é", "0" * 64])
    def test_a_wrong_signature_is_refused(self, channel, config, signature):
        with pytest.raises(PluginError) as refusal:
            channel.parse_event(RawEvent({"saldo-memory-signature": signature}, b"[]"), config)
        assert refusal.value.code == "bad_signature"


class InventsAnId(MemoryChannel):
    def send(self, message, config):
        return super().send(replace(message, message_id=f"<{len(SENT)}@channel.test>"), config)


class SaysYesToAll(MemoryChannel):
    def send(self, message, config):
        SENT.append(message)
        return Receipt(accepted=True)


class TrustsEverybody(MemoryChannel):
    def parse_event(self, raw, config):
        return super().parse_event(sign_event(json.loads(raw.body), config["secret"]), config)


BROKEN = [
    (InventsAnId, ChannelConformance, "test_a_message_is_accepted_and_arrives_under_its_id", ["arrived"]),
    (InventsAnId, ChannelConformance, "test_a_second_copy_carries_the_same_id", ["arrived"]),
    (SaysYesToAll, ChannelConformance, "test_a_refusal_for_good_is_told_as_one", ["refused_message", "arrived"]),
    (
        TrustsEverybody,
        ChannelEventsConformance,
        "test_a_forged_event_is_refused_for_good",
        ["make_event", "forge", "kinds"],
    ),
]


@pytest.mark.parametrize(("broken", "suite", "test", "needs"), BROKEN)
def test_the_suite_notices_a_broken_promise(broken, suite, test, needs):
    given = {
        "arrived": lambda: [message.message_id for message in SENT],
        "refused_message": make_message(recipients=(NOBODY,)),
        "make_event": lambda event: sign_event([event], CONFIG["secret"]),
        "forge": forge_body,
        "kinds": list(DeliveryEventKind),
    }
    arguments = {name: given[name] for name in needs}
    getattr(suite(), test)(MemoryChannel(), CONFIG, **arguments)
    SENT.clear()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        getattr(suite(), test)(broken(), CONFIG, **arguments)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Invoice\r\nBcc: all@example.test"},
        {"sender": Mailbox("Alice\nX: y", "a@example.test")},
        {"recipients": (Mailbox("", "dana@example.test\nBcc: all@example.test"),)},
        {"reply_to": Mailbox("a\rb", "a@example.test")},
        {"headers": {"X-Note": "a\r\nb"}},
        {"headers": {"X-Note\n": "a"}},
        {"attachments": (Attachment("a\n.pdf", "application/pdf", b""),)},
        {"attachments": (Attachment("a.pdf", "application/pdf\r\nX: y", b""),)},
    ],
)
def test_nobody_can_write_a_header_into_a_message(changes):
    with pytest.raises(BadInput) as refusal:
        make_message(**changes)
    assert refusal.value.code == "bad_header"


def test_a_message_needs_a_recipient_and_a_message_id():
    with pytest.raises(BadInput) as refusal:
        make_message(recipients=())
    assert refusal.value.code == "no_recipients"
    for wrong in ("", "1@example.test", "<1>"):
        with pytest.raises(BadInput) as refusal:
            make_message(message_id=wrong)
        assert refusal.value.code == "bad_message_id"
    assert make_message(recipients=(DANA,)).recipients == (DANA,)
