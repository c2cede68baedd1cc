"""What correspondence announces; `ids` are ids of messages. Published with the change, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MessagesQueued:
    """A person asked to try again, or mail that was held may go out now."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesAccepted:
    """The mail server took them. Not yet delivery."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesDelivered:
    """The provider says that they reached their mailbox."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesBounced:
    """They came back."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesRefused:
    """The mail server will never take them, or took them at no attempt of several days."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesUncertain:
    """They were handed over, the answer was lost, and they are not sent again: a person should look."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MessagesCancelled:
    """They were not sent, because they are no longer needed."""

    ids: tuple[UUID, ...]
