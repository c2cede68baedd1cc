"""What settlement announces. Published with the change, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PaymentsSettled:
    """Payments settled invoices, wholly or in part, or stand as credit; `ids` are the payments'."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PaymentsReversed:
    """Payments do not count any more, and what they had settled is open again; `ids` are the payments'."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsIssued:
    """Receipts have their number and their content; `ids` are the receipts'."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsMade:
    """The PDFs of receipts are kept; `ids` are the receipts'."""

    ids: tuple[UUID, ...]
