"""A payment and a checkout as the decisions see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from saldo.kernel.money import Money
from saldo.payments.choices import PaymentState


class PaymentSheet(NamedTuple):
    """The columns of a payment; amounts in minor units of `currency`."""

    id: UUID
    key: str
    customer_id: UUID
    legal_entity_id: UUID
    checkout_id: UUID | None
    gateway_account_id: UUID | None
    origin: str
    method: str
    state: str
    currency: str
    amount_minor: int
    unapplied_minor: int
    received_on: date
    reference: str
    note: str
    reversed_on: date | None
    reversal_reason: str
    created_at: datetime

    @property
    def amount(self) -> Money:
        """What was received."""
        return Money(self.amount_minor, self.currency)

    @property
    def unapplied(self) -> Money:
        """What of it settles no invoice yet."""
        return Money(self.unapplied_minor, self.currency)

    @property
    def is_reversed(self) -> bool:
        """The money is not ours any more, or never was."""
        return self.state == PaymentState.REVERSED
