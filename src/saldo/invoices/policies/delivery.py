"""What may be said next about a document's delivery. News of an older step never hides a later one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saldo.invoices.choices import Delivery

_BEFORE: Final[Mapping[str, frozenset[str]]] = {
    # there is nobody to send it to; or it went to a test address, and the customer never got it
    Delivery.NONE: frozenset({Delivery.QUEUED, Delivery.ACCEPTED, Delivery.DELIVERED, Delivery.UNCERTAIN}),
    Delivery.DECLARED: frozenset({Delivery.NONE}),
    Delivery.QUEUED: frozenset({Delivery.NONE, Delivery.BOUNCED, Delivery.REFUSED, Delivery.UNCERTAIN}),
    Delivery.UNCERTAIN: frozenset({Delivery.NONE, Delivery.QUEUED}),
    Delivery.REFUSED: frozenset({Delivery.NONE, Delivery.QUEUED, Delivery.UNCERTAIN}),
    Delivery.ACCEPTED: frozenset(
        {Delivery.NONE, Delivery.DECLARED, Delivery.QUEUED, Delivery.UNCERTAIN, Delivery.REFUSED}
    ),
    Delivery.DELIVERED: frozenset(
        {Delivery.NONE, Delivery.DECLARED, Delivery.QUEUED, Delivery.UNCERTAIN, Delivery.REFUSED, Delivery.ACCEPTED}
    ),
    Delivery.BOUNCED: frozenset(
        {Delivery.NONE, Delivery.DECLARED, Delivery.QUEUED, Delivery.UNCERTAIN, Delivery.ACCEPTED, Delivery.DELIVERED}
    ),
    Delivery.OPENED: frozenset(set(Delivery.values) - {Delivery.OPENED.value}),
}


def may_become(before: str, after: str) -> bool:
    """Whether the delivery `after` is news to a document whose delivery is `before`."""
    return before in _BEFORE.get(after, frozenset())
