"""When an invoice is due."""

from __future__ import annotations

from datetime import date, timedelta


def due_date(issued_on: date, terms_days: int) -> date:
    """The last day on which paying is in time: `terms_days` days after the invoice date."""
    return issued_on + timedelta(days=terms_days)


def days_overdue(due_on: date | None, on: date) -> int:
    """Days since the due date on the business date `on`; 0 on the due date itself, before it, and without one."""
    return max((on - due_on).days, 0) if due_on else 0
