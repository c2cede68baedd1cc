"""What does a piece of news make of a message's state? News may come late, twice, and in any order."""

from __future__ import annotations

from saldo.correspondence.choices import AttemptResult, MessageState
from saldo.spi.channel import DeliveryEventKind

_FINAL = frozenset({MessageState.BOUNCED, MessageState.DELIVERED, MessageState.WRITTEN})


def after_attempt(state: MessageState, result: AttemptResult, *, is_own_claim: bool) -> MessageState | None:
    """The state that an attempt's result leads to; None when it changes nothing.

    That the server took it is true whenever it is learned, unless something better is known. Any other result counts
    only while the claim under which it was tried is still the message's own. POSTPONED and UNCERTAIN mean their state
    here; whether there is another attempt is for the caller.
    """
    if result is AttemptResult.ACCEPTED:
        return None if state in _FINAL or state is MessageState.ACCEPTED else MessageState.ACCEPTED
    if state is not MessageState.SENDING or not is_own_claim:
        return None
    return {
        AttemptResult.REFUSED: MessageState.REFUSED,
        AttemptResult.POSTPONED: MessageState.QUEUED,
        AttemptResult.UNCERTAIN: MessageState.UNCERTAIN,
    }[result]


def after_event(state: MessageState, kind: DeliveryEventKind) -> MessageState | None:
    """The state that a provider's event leads to; None when it changes nothing.

    A bounce outweighs everything, since some providers say "delivered" for what comes back a minute later. Only a
    provider's word makes a message delivered; that it was opened or complained about says so too.
    """
    if kind is DeliveryEventKind.BOUNCED:
        return None if state is MessageState.BOUNCED else MessageState.BOUNCED
    return None if state in _FINAL else MessageState.DELIVERED
