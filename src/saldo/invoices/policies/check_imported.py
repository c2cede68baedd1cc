"""Whether a row of an import can become an invoice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from saldo.invoices.policies.new_invoice import ImportedInvoice
from saldo.kernel.money import is_currency
from saldo.kernel.outcomes import Refusal

MAX_NUMBER = 60
MAX_TITLE = 200
MAX_ORDER_NUMBER = 60


def check_imported(row: ImportedInvoice, *, customer_known: bool, today: date) -> Refusal | None:
    """The first reason why a row is refused, by its row number, or None."""
    found = _find(row, customer_known, today)
    return Refusal(row.row_number, *found) if found else None


def _find(row: ImportedInvoice, customer_known: bool, today: date) -> tuple[str, str, str] | None:
    if not row.number.strip():
        return "number_missing", "The invoice has no number.", "number"
    if len(row.number) > MAX_NUMBER:
        return "text_too_long", f"A number has at most {MAX_NUMBER} characters.", "number"
    if not customer_known:
        return "unknown_customer", f"There is no customer {row.customer_number}.", "customer_number"
    if not is_currency(row.currency) or row.total.currency != row.currency:
        return "unknown_currency", "Use a three-letter currency code, such as EUR.", "currency"
    if row.total.minor <= 0:
        return "total_not_positive", "An open invoice is over more than zero.", "total"
    if row.issued_on > today:
        return "date_in_future", "The invoice date has not come yet.", "issued_on"
    if row.due_on < row.issued_on:
        return "due_before_issue", "The invoice is due before its own date.", "due_on"
    if len(row.title) > MAX_TITLE or len(row.order_number) > MAX_ORDER_NUMBER:
        return "text_too_long", "Title or order number is too long.", "title"
    return None


def repeated_numbers(rows: Sequence[ImportedInvoice]) -> list[Refusal]:
    """The rows whose number a row before them has."""
    first: dict[str, int] = {}
    refused = []
    for row in rows:
        number = row.number.strip()
        if number in first:
            sentence = f"Row {first[number]} has the number {number} already."
            refused.append(Refusal(row.row_number, "duplicate_number", sentence, "number"))
        else:
            first[number] = row.row_number
    return refused


def imported_data(customer_id: Any, row: ImportedInvoice) -> tuple[Any, ...]:
    """What makes a row the same as an invoice that was imported before."""
    return customer_id, row.currency, row.total.minor, row.issued_on, row.due_on
