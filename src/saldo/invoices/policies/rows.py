"""Columns of the tables of this context, and the rows that belong under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from saldo.invoices.policies.compose_draft import Draft
from saldo.invoices.policies.sheet import SheetLine
from saldo.kernel.references import new_id

DRAFT_COLUMNS: Final = (
    *("id", "legal_entity_id", "customer_id", "language", "currency", "title", "period", "order_number", "note"),
    *("terms_days", "net_minor", "tax_minor", "total_minor"),
)
LINE_COLUMNS: Final = ("id", "invoice_id", *SheetLine._fields)


def draft_row(draft: Draft) -> tuple[Any, ...]:
    """The values of `DRAFT_COLUMNS`."""
    new = draft.new
    return (
        *(new.id, new.legal_entity_id, new.customer_id, draft.language, draft.currency, new.title.strip(), new.period),
        *(new.order_number.strip(), new.note.strip(), draft.terms_days),
        *(draft.net_minor, draft.tax_minor, draft.total_minor),
    )


def line_rows(invoice_id: UUID, lines: Sequence[SheetLine]) -> list[tuple[Any, ...]]:
    """The values of `LINE_COLUMNS`, one row for each line."""
    return [(new_id(), invoice_id, *line) for line in lines]
