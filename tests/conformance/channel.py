"""The suites that every channel runs; what they check is promised in `saldo.spi.channel`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from saldo.kernel.errors import PluginError
from saldo.kernel.references import new_id
from saldo.spi.channel import (
    Attachment,
    Channel,
    DeliveryEvent,
    DeliveryEventKind,
    Mailbox,
    OutgoingMessage,
    RawEvent,
)

ALICE = Mailbox("Alice & Filhos, Lda.", "billing@alice.example.test")
DANA = Mailbox("Dana Łęcka", "dana@example.test")


def make_message(**changes: object) -> OutgoingMessage:
    values = {
        "message_id": f"<{new_id()}@alice.example.test>",
        "sender": ALICE,
        "recipients": (DANA,),
        "subject": "Faktura FT 2026/001 – dziękujemy",
        "text": "Dzień dobry,\n\nw załączniku faktura.\n",
        "html": "<p>Dzień dobry,</p><p>w załączniku faktura.</p>",
        "reply_to": Mailbox("", "alice@alice.example.test"),
        "attachments": (Attachment("FT 2026-001.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),),
        "headers": {"Auto-Submitted": "auto-generated"},
    }
    return OutgoingMessage(**(values | changes))


class ChannelBasics:
    """What every channel must keep, configured or not."""

    @pytest.fixture
    def channel(self) -> Channel:
        raise NotImplementedError("Give the plugin under test.")

    def test_it_is_a_channel_with_a_plain_name(self, channel):
        assert isinstance(channel, Channel)
        assert channel.name.replace("-", "_").isidentifier()
        assert channel.name == channel.name.lower()

    def test_it_holds_no_state(self, channel):
        assert getattr(channel, "__dict__", {}) == {}

    def test_what_comes_in_without_proof_is_refused_for_good(self, channel):
        with pytest.raises(PluginError) as refusal:
            channel.parse_event(RawEvent({}, b""), {})
        assert refusal.value.permanent
        assert refusal.value.code in {"bad_signature", "not_configured"}


class ChannelConformance(ChannelBasics):
    """A channel that carries messages."""

    @pytest.fixture
    def config(self) -> Mapping[str, str]:
        raise NotImplementedError("Give a configuration with which the channel works.")

    @pytest.fixture
    def failing_config(self) -> Mapping[str, str]:
        raise NotImplementedError("Give a configuration with which the other side is away for a while.")

    @pytest.fixture
    def refused_message(self) -> OutgoingMessage:
        raise NotImplementedError("Give a message that the other side refuses for good.")

    @pytest.fixture
    def arrived(self) -> Callable[[], Sequence[str]]:
        raise NotImplementedError(
            "Give a function that lists the message ids that arrived on the other side, in order."
        )

    def test_a_message_is_accepted_and_arrives_under_its_id(self, channel, config, arrived):
        message = make_message()
        assert channel.send(message, config).accepted
        assert list(arrived()) == [message.message_id]

    def test_a_second_copy_carries_the_same_id(self, channel, config, arrived):
        message = make_message()
        channel.send(message, config)
        channel.send(message, config)
        assert set(arrived()) == {message.message_id}

    @pytest.mark.parametrize(
        "changes",
        [
            {"html": None},
            {"attachments": ()},
            {"reply_to": None},
            {"headers": {}},
            {"recipients": (DANA, Mailbox("", "second@example.test"))},
            {"sender": Mailbox("", "billing@alice.example.test")},
            {"subject": "ż" * 300},
            {"text": "x" * 5000 + "\n.\n"},
        ],
    )
    def test_every_shape_of_message_is_carried(self, channel, config, arrived, changes):
        message = make_message(**changes)
        assert channel.send(message, config).accepted
        assert message.message_id in arrived()

    def test_a_failure_that_passes_may_be_tried_again(self, channel, failing_config, arrived):
        with pytest.raises(PluginError) as refusal:
            channel.send(make_message(), failing_config)
        assert not refusal.value.permanent
        assert list(arrived()) == []

    def test_a_refusal_for_good_is_told_as_one(self, channel, config, refused_message, arrived):
        try:
            refused_for_good = not channel.send(refused_message, config).accepted
        except PluginError as refusal:
            refused_for_good = refusal.permanent
        assert refused_for_good
        assert refused_message.message_id not in arrived()


class ChannelEventsConformance(ChannelBasics):
    """A channel that tells what became of its messages."""

    @pytest.fixture
    def config(self) -> Mapping[str, str]:
        raise NotImplementedError("Give a configuration with which events are verified.")

    @pytest.fixture
    def kinds(self) -> Sequence[DeliveryEventKind]:
        """The kinds that the provider reports; all of them unless the plugin's test says otherwise."""
        return list(DeliveryEventKind)

    @pytest.fixture
    def make_event(self) -> Callable[[DeliveryEvent], RawEvent]:
        raise NotImplementedError("Give a function that makes what the provider would send for an event.")

    @pytest.fixture
    def forge(self) -> Callable[[RawEvent], RawEvent]:
        raise NotImplementedError("Give a function that changes an event after it was made.")

    @pytest.fixture
    def unknown_event(self) -> RawEvent:
        raise NotImplementedError("Give a genuine event of a kind that means nothing to Saldo.")

    @staticmethod
    def event(kind: DeliveryEventKind) -> DeliveryEvent:
        """To the second: e-mail has no finer time."""
        permanent = kind is DeliveryEventKind.BOUNCED
        return DeliveryEvent(kind, "<1@alice.example.test>", datetime(2026, 1, 15, 12, tzinfo=UTC), "550 no", permanent)

    def test_an_event_is_read_as_it_was_sent(self, channel, config, make_event, kinds):
        assert kinds
        for kind in kinds:
            sent = self.event(kind)
            (read,) = channel.parse_event(make_event(sent), config)
            assert (read.kind, read.message_id, read.permanent) == (sent.kind, sent.message_id, sent.permanent)
            assert read.occurred_at == sent.occurred_at
            assert read.occurred_at.utcoffset() == timedelta(0)

    def test_an_event_that_comes_again_reads_the_same(self, channel, config, make_event, kinds):
        raw = make_event(self.event(kinds[0]))
        assert channel.parse_event(raw, config) == channel.parse_event(raw, config)

    def test_a_forged_event_is_refused_for_good(self, channel, config, make_event, forge, kinds):
        forged = forge(make_event(self.event(kinds[0])))
        with pytest.raises(PluginError) as refusal:
            channel.parse_event(forged, config)
        assert (refusal.value.code, refusal.value.permanent) == ("bad_signature", True)

    def test_an_event_that_means_nothing_to_saldo_is_passed_over(self, channel, config, unknown_event):
        assert channel.parse_event(unknown_event, config) == []
