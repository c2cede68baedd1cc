"""What this context announces. Every event carries the ids of the invoices or credit notes it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InvoicesIssued:
    """Drafts became invoices: numbered, frozen, in the ledger."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CreditNotesIssued:
    """Credit notes stand in the ledger as credit of their customers; `ids` are theirs."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class DocumentsMade:
    """The PDFs of issued documents are kept, so they can be delivered; `ids` are the invoices'."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class InvoicesUndeliverable:
    """Documents that were to be mailed and could not be: no address, or one from which mail came back."""

    ids: tuple[UUID, ...]
