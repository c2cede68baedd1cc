"""What news of a charge does to its checkout. News comes late, twice and in any order; money is believed once.

A try that was declined leaves the page open, because the customer may use another card. Only success ends it well,
and success counts whatever was said before it; nothing said after it takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from saldo.kernel.money import Money
from saldo.payments.choices import CheckoutState
from saldo.spi.gateway import ChargeOutcome, ChargeStatus, GatewayEventKind


class News(StrEnum):
    """What a gateway can tell about a checkout."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"
    UNKNOWN = "unknown"  # the money may have moved
    TRY_DECLINED = "try_declined"
    NOTHING_YET = "nothing_yet"  # the page is there and nobody has paid
    OVER = "over"  # the page is closed and nothing was paid


NEWS_OF_EVENT: Final = {
    GatewayEventKind.CHARGE_SUCCEEDED: News.SUCCEEDED,
    GatewayEventKind.CHARGE_PENDING: News.PENDING,
    GatewayEventKind.CHARGE_FAILED: News.TRY_DECLINED,
}

_NEXT: Final = {
    News.PENDING: CheckoutState.PENDING,
    News.UNKNOWN: CheckoutState.PENDING,
    News.TRY_DECLINED: CheckoutState.OPEN,
    News.NOTHING_YET: CheckoutState.OPEN,
    News.OVER: CheckoutState.FAILED,
}


@dataclass(frozen=True, slots=True)
class ChargeReport:
    """One piece of news about a checkout's charge. `reference` is the charge's where there is one."""

    checkout_id: UUID
    news: News
    reference: str
    amount: Money
    occurred_at: datetime
    decline_code: str = ""


def news_of_outcome(outcome: ChargeOutcome, *, checkout_reference: str) -> News:
    """What an answer to `fetch` means; while there is no charge its reference is the checkout's own."""
    if outcome.status is ChargeStatus.SUCCEEDED:
        return News.SUCCEEDED
    if outcome.status is ChargeStatus.UNKNOWN:
        return News.UNKNOWN
    if outcome.status is ChargeStatus.PENDING:
        return News.NOTHING_YET if outcome.reference == checkout_reference else News.PENDING
    return News.OVER if outcome.reference == checkout_reference else News.TRY_DECLINED


def next_state(state: str, news: News) -> CheckoutState:
    """Where the checkout stands after the news."""
    now = CheckoutState(state)
    if news is News.SUCCEEDED or now is CheckoutState.PAID:
        return CheckoutState.PAID
    return now if now is CheckoutState.FAILED else _NEXT[news]


def charge_note(charged: Money, *, asked: Money, is_second: bool) -> str:
    """What a person should know about a charge that is not what was asked for; usually nothing."""
    notes = []
    if is_second:
        notes.append("The gateway charged this checkout more than once.")
    if charged != asked:
        notes.append(f"The gateway charged {charged}; the checkout was for {asked}.")
    return " ".join(notes)
