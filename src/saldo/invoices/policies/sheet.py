"""An invoice or credit note with its lines, as the policies see it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from saldo.invoices.choices import InvoiceState
from saldo.kernel.money import Money


class SheetLine(NamedTuple):
    """A line as it is kept; `net_minor` in minor units of the invoice's currency."""

    position: int
    description: str
    detail: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_percent: Decimal
    tax_code_id: UUID | None
    tax_category: str
    tax_rate: Decimal
    net_minor: int


class Sheet(NamedTuple):
    """The columns of an invoice; amounts in minor units of `currency`."""

    id: UUID
    kind: str
    origin: str
    state: str
    legal_entity_id: UUID
    customer_id: UUID
    corrects_id: UUID | None
    number: str | None
    reference: str
    language: str
    currency: str
    title: str
    period: str
    order_number: str
    note: str
    reason: str
    terms_days: int
    issued_on: date | None
    due_on: date | None
    settled_on: date | None
    net_minor: int
    tax_minor: int
    total_minor: int
    open_minor: int
    delivery: str
    version: int
    created_at: datetime
    issued_at: datetime | None

    @property
    def total(self) -> Money:
        """What it is over, tax included."""
        return Money(self.total_minor, self.currency)

    @property
    def open(self) -> Money:
        """What is still to be paid; of a credit note, what is still to be used."""
        return Money(self.open_minor, self.currency)

    @property
    def is_draft(self) -> bool:
        """Not issued yet."""
        return self.state == InvoiceState.DRAFT
