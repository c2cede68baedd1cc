"""How an invoice stands, as people see it: due and overdue follow from the day and are never stored."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from saldo.invoices.choices import InvoiceKind, InvoiceState
from saldo.invoices.policies.sheet import Sheet

SOON_DAYS = 7


class ShownStatus(NamedTuple):
    """A code of the design system's statuses; `days` late where it is overdue, and left where it is due or open."""

    code: str
    days: int | None = None


def shown_status(sheet: Sheet, *, on: date) -> ShownStatus:
    """How a document stands on a day. A due date of today is due, not overdue; a week before, it is due soon."""
    if sheet.state == InvoiceState.DRAFT:
        return ShownStatus("draft")
    if sheet.kind == InvoiceKind.CREDIT_NOTE:
        return ShownStatus("credited")
    if sheet.state == InvoiceState.SETTLED or sheet.due_on is None:
        return ShownStatus("paid" if sheet.state == InvoiceState.SETTLED else "open")
    days = (sheet.due_on - on).days
    if days < 0:
        return ShownStatus("overdue", -days)
    return ShownStatus("due" if days <= SOON_DAYS else "open", days)
