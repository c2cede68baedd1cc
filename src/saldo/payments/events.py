"""What payments announce; `ids` are ids of payments. Published with the change, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PaymentsReceived:
    """Money arrived and stands in the ledger as its customers' credit."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PaymentsTakenBack:
    """A gateway gave the money back or lost it in a dispute; the day and the reason stand on the payments."""

    ids: tuple[UUID, ...]
