from __future__ import annotations

from typing import Protocol
from uuid import UUID

from saldo.base.events.jobs import defer, handlers_of


class Event(Protocol):
    """A frozen value that says what happened to which things."""

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The subjects of the event."""
        ...


def publish(event: Event) -> None:
    """Announce what happened: one job per handler and chunk, committed with the change or not at all."""
    for name in handlers_of(type(event)):
        defer(name, event.ids)
