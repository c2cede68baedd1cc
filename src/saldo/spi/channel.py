"""A channel: carries a message to people and tells what became of it.

Promises that the conformance suite checks (tests/conformance/channel.py):

- `send` returns once the other side answered. `Receipt.accepted` says that it took the message, which is not yet
  delivery.
- PluginError permanent=False is raised when the message was certainly not taken and may be tried again;
  permanent=True when it never will be. When the answer was lost after handing over, the code is DELIVERY_UNCERTAIN:
  the caller decides whether a second copy does harm.
- `message_id` is handed on unchanged, so that a second copy is recognised as one.
- `parse_event` verifies what came in and raises PluginError("bad_signature", permanent=True) for anything the
  provider did not send. An event of a kind that means nothing to Saldo gives an empty list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from saldo.kernel.errors import BadInput
from saldo.spi.raw_event import RawEvent

__all__ = [
    "DELIVERY_UNCERTAIN",
    "Attachment",
    "Channel",
    "DeliveryEvent",
    "DeliveryEventKind",
    "Mailbox",
    "OutgoingMessage",
    "RawEvent",
    "Receipt",
]

DELIVERY_UNCERTAIN = "delivery_uncertain"


class Mailbox(NamedTuple):
    """A name as people write it (may be empty) and the address: an e-mail address, or what the channel calls one."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message. `message_id` is an RFC 5322 id in angle brackets, made by the caller and the same on every try.

    `headers` are further ones ("List-Unsubscribe"). Raises BadInput: "no_recipients"; "bad_message_id"; "bad_header"
    for a line break in anything that becomes a header, so that nobody's name can add one.
    """

    message_id: str
    sender: Mailbox
    recipients: tuple[Mailbox, ...]
    subject: str
    text: str
    html: str | None = None
    reply_to: Mailbox | None = None
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.recipients:
            raise BadInput("no_recipients", "A message needs a recipient.")
        if not (self.message_id.startswith("<") and self.message_id.endswith(">") and "@" in self.message_id):
            raise BadInput("bad_message_id", f"{self.message_id!r} is not a message id such as <unique@example.test>.")
        mailboxes = (self.sender, *self.recipients, *((self.reply_to,) if self.reply_to else ()))
        words = [self.message_id, self.subject, *(word for mailbox in mailboxes for word in mailbox)]
        words += [attachment.name for attachment in self.attachments]
        words += [attachment.media_type for attachment in self.attachments]
        words += [*self.headers.keys(), *self.headers.values()]
        if any("\r" in word or "\n" in word for word in words):
            raise BadInput("bad_header", "A header of a message cannot hold a line break.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The other side's answer. `accepted` False: it said no to this message for good. `provider_reference` is its
    own name for it, if any.
    """

    accepted: bool
    provider_reference: str | None = None


class DeliveryEventKind(StrEnum):
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """What became of a message. `occurred_at` is aware, in UTC; `detail` is the provider's wording, for people.

    `permanent` matters for BOUNCED: True when the address will never work, False when it is full or away.
    """

    kind: DeliveryEventKind
    message_id: str
    occurred_at: datetime
    detail: str = ""
    permanent: bool = False


@runtime_checkable
class Channel(Protocol):
    """A stateless channel; see the module for what it promises. `name` is stored beside each message; never rename
    one.
    """

    @property
    def name(self) -> str: ...

    def send(self, message: OutgoingMessage, config: Mapping[str, str]) -> Receipt:
        """Hand the message over."""
        ...

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[DeliveryEvent]:
        """The delivery events in what the provider sent, verified."""
        ...
