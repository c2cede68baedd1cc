"""Payments as the API reads and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from saldo.invoices.schemas import Amount
from saldo.payments.choices import PaymentMethod
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.settlement.queries import AllocationSheet, ReceiptCard


class ItemIn(Schema):
    """How much of which invoice a payment is for."""

    model_config = ConfigDict(extra="forbid")

    invoice_id: UUID
    amount: Amount


class PaymentIn(Schema):
    """Money that arrived. It settles `items` first as far as they are open, then what is due earliest; the rest is the
    customer's credit. `received_on` is today where left out; `id` may be chosen by the caller (UUID).
    """

    model_config = ConfigDict(extra="forbid")

    customer_id: UUID
    amount: Amount
    method: PaymentMethod
    received_on: date | None = None
    reference: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=2000)] = ""
    items: Annotated[list[ItemIn], Field(max_length=1000)] = Field(default_factory=list)
    legal_entity_id: UUID | None = None
    id: UUID | None = None


class ReversalIn(Schema):
    """Why a payment is taken back, and from which day on (today where left out)."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=300)]
    on: date | None = None


class AllocationOut(Schema):
    """How much of a payment settled which invoice; `reversed_on` where that was undone."""

    invoice_id: UUID
    amount: Amount
    allocated_on: date
    reversed_on: date | None

    @classmethod
    def of(cls, sheet: AllocationSheet) -> AllocationOut:
        """From the row that the policies see."""
        return cls(
            invoice_id=sheet.invoice_id,
            amount=Amount.of(sheet.amount),
            allocated_on=sheet.allocated_on,
            reversed_on=sheet.reversed_on,
        )


class PaymentCard(Schema):
    """A payment without what it settled. `unapplied` is what settles nothing yet: the customer's credit."""

    id: UUID
    customer_id: UUID
    legal_entity_id: UUID
    origin: str
    method: str
    state: str
    amount: Amount
    unapplied: Amount
    received_on: date
    reference: str
    note: str
    reversed_on: date | None
    reversal_reason: str
    created_at: datetime

    @classmethod
    def of(cls, sheet: PaymentSheet) -> PaymentCard:
        """From the row that the policies see."""
        return cls(**_card(sheet))


class PaymentOut(PaymentCard):
    """A payment, what it settled, and the number of its receipt (null until there is one)."""

    allocations: list[AllocationOut]
    receipt_number: str | None

    @classmethod
    def whole(
        cls, sheet: PaymentSheet, allocations: Sequence[AllocationSheet], receipt: ReceiptCard | None
    ) -> PaymentOut:
        """From the rows that the policies see."""
        shares = [AllocationOut.of(one) for one in allocations]
        return cls(**_card(sheet), allocations=shares, receipt_number=receipt.number if receipt else None)


class PaymentsOut(Schema):
    """A page of payments; `next` is the cursor of the page after it, or null."""

    items: list[PaymentCard]
    next: str | None


def _card(sheet: PaymentSheet) -> dict[str, Any]:
    same = {name: getattr(sheet, name) for name in PaymentCard.model_fields if name in PaymentSheet._fields}
    return {**same, "amount": Amount.of(sheet.amount), "unapplied": Amount.of(sheet.unapplied)}
