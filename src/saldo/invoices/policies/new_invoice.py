"""What a caller asks for: frozen requests of the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line of a draft. `unit_price` is net, in major units of the invoice's currency; percents are 0 to 100."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_code_id: UUID | None
    detail: str = ""
    unit: str = ""
    discount_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    """A draft as its writer wants it; `id` is made by the caller, so that a retry is not a second draft.

    Empty `currency` and `language` and a `terms_days` of None follow the customer, then the issuer. `period` is an
    ISO 8601 interval ("2026-10-05/2026-11-20"), one day, or empty.
    """

    id: UUID
    legal_entity_id: UUID
    customer_id: UUID
    lines: tuple[NewLine, ...]
    currency: str = ""
    terms_days: int | None = None
    title: str = ""
    period: str = ""
    order_number: str = ""
    note: str = ""
    language: str = ""


class CreditRequest(NamedTuple):
    """A credit note to be issued; `id` is the new note's, made by the caller. `amount` is gross; None is all that is
    left to credit.
    """

    id: UUID
    invoice_id: UUID
    amount: Money | None
    reason: str


class ImportedInvoice(NamedTuple):
    """An invoice that was issued elsewhere and is still to be paid, from one row of a file."""

    row_number: int
    number: str
    customer_number: str
    currency: str
    total: Money
    issued_on: date
    due_on: date
    title: str = ""
    order_number: str = ""
