"""Columns of the tables of this context, and the rows that belong under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from saldo.invoices.choices import InvoiceState
from saldo.invoices.policies.compose_draft import Draft
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.references import new_id

DRAFT_COLUMNS: Final = (
    *("id", "legal_entity_id", "customer_id", "language", "currency", "title", "period", "order_number", "note"),
    *("terms_days", "net_minor", "tax_minor", "total_minor"),
)
ISSUED_COLUMNS: Final = (
    *("id", "state", "number", "reference", "issued_on", "due_on", "settled_on", "open_minor"),
    *("delivery", "delivery_at", "issued_at"),
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


def issued_row(
    sheet: Sheet, *, number: str, reference: str, on: date, due_on: date | None, delivery: str, at: datetime
) -> tuple[Any, ...]:
    """The values of `ISSUED_COLUMNS`. What bills nothing is settled at once."""
    total = sheet.total_minor
    state = InvoiceState.OPEN if total else InvoiceState.SETTLED
    return (
        *(sheet.id, state.value, number, reference, on, due_on, None if total else on, total),
        *(str(delivery), at if delivery else None, at),
    )
