"""What a refund or a dispute does to a payment."""

from __future__ import annotations

from enum import StrEnum

from saldo.kernel.money import Money
from saldo.spi.gateway import GatewayEventKind


class TakeBack(StrEnum):
    """What follows from the event."""

    NOTE = "note"  # people should know; the money is still here
    WHOLE = "whole"  # the payment does not count any more
    PART = "part"  # a person has to decide: kept in the inbox
    NOTHING = "nothing"  # reversed already


def take_back(kind: GatewayEventKind, amount: Money, *, received: Money, is_reversed: bool) -> TakeBack:
    """Only the whole amount takes a payment back. A dispute takes nothing before it is lost."""
    if kind in (GatewayEventKind.DISPUTE_OPENED, GatewayEventKind.DISPUTE_WON):
        return TakeBack.NOTE
    if is_reversed:
        return TakeBack.NOTHING
    if amount.currency == received.currency and amount >= received:
        return TakeBack.WHOLE
    return TakeBack.PART
