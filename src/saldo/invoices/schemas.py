"""Invoices as the API reads and writes them. Amounts and numbers are text, so that no reader makes floats of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.money import Money

AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,3})?$"
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"

Number = Annotated[str, Field(pattern=NUMBER, examples=["7.5"])]


class Amount(Schema):
    """Money: major units as text with the currency's decimals, and the ISO 4217 code."""

    amount: Annotated[str, Field(pattern=AMOUNT, examples=["1000.00"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]

    @classmethod
    def of(cls, money: Money) -> Amount:
        """Money as JSON has it."""
        return cls(amount=str(money.decimal), currency=money.currency)

    @property
    def money(self) -> Money:
        """JSON as money. Raises BadInput for a currency that does not exist, or more decimals than it has."""
        return Money.of(self.amount, self.currency)


class Strict(Schema):
    """A request: a field that nobody reads is refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid")


class LineIn(Strict):
    """A line of a draft. `unit_price` is net; `tax_code` is one of the issuer's codes, empty for the usual one."""

    description: Annotated[str, Field(min_length=1, max_length=300)]
    quantity: Number = "1"
    unit_price: Number
    detail: Annotated[str, Field(max_length=500)] = ""
    unit: Annotated[str, Field(max_length=10)] = ""
    discount_percent: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$")] = "0"
    tax_code: Annotated[str, Field(max_length=20)] = ""


class DraftIn(Strict):
    """What a draft says. What is left out follows the customer, then the issuer."""

    customer_id: UUID
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=1000)]
    legal_entity_id: UUID | None = None
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    terms_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    period: Annotated[str, Field(max_length=21, examples=["2026-10-05/2026-11-20"])] = ""
    order_number: Annotated[str, Field(max_length=60)] = ""
    note: Annotated[str, Field(max_length=2000)] = ""
    language: Annotated[str, Field(max_length=5)] = ""


class NewDraftIn(DraftIn):
    """A new draft; `id` may be chosen by the caller (UUID)."""

    id: UUID | None = None


class ChangedDraftIn(DraftIn):
    """A draft written anew; `version` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]


class IssueIn(Strict):
    """How to issue. `on` is the invoice date, today where left out; `confirmed` issues a suspected duplicate."""

    on: date | None = None
    deliver: bool = True
    confirmed: bool = False


class CreditIn(Strict):
    """A credit note; without `amount` (gross) all that is left to credit. `id` is the new note's."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]
    amount: Amount | None = None
    on: date | None = None
    deliver: bool = True
    id: UUID | None = None


class LineOut(Schema):
    """A line as it is kept, with its net amount."""

    description: str
    detail: str
    quantity: str
    unit: str
    unit_price: str
    discount_percent: str
    tax_category: str
    tax_rate: str
    net: Amount

    @classmethod
    def of(cls, line: SheetLine, currency: str) -> LineOut:
        """From the line that the policies see."""
        return cls(
            description=line.description,
            detail=line.detail,
            quantity=_plain(line.quantity),
            unit=line.unit,
            unit_price=_plain(line.unit_price),
            discount_percent=_plain(line.discount_percent),
            tax_category=line.tax_category,
            tax_rate=_plain(line.tax_rate),
            net=Amount.of(Money(line.net_minor, currency)),
        )


class InvoiceCard(Schema):
    """An invoice or a credit note without its lines. `open` is what is still to pay (of a note, to use)."""

    id: UUID
    kind: str
    origin: str
    state: str
    number: str | None
    customer_id: UUID
    legal_entity_id: UUID
    corrects_id: UUID | None
    title: str
    period: str
    order_number: str
    note: str
    reason: str
    language: str
    reference: str
    terms_days: int
    issued_on: date | None
    due_on: date | None
    settled_on: date | None
    net: Amount
    tax: Amount
    total: Amount
    open: Amount
    delivery: str
    version: int
    created_at: datetime

    @classmethod
    def of(cls, sheet: Sheet) -> InvoiceCard:
        """From the row that the policies see."""
        return cls(**_card(sheet))


class InvoiceOut(InvoiceCard):
    """An invoice or a credit note with its lines (none where it was imported)."""

    lines: list[LineOut]

    @classmethod
    def whole(cls, sheet: Sheet, lines: Sequence[SheetLine]) -> InvoiceOut:
        """From the rows that the policies see."""
        return cls(**_card(sheet), lines=[LineOut.of(one, sheet.currency) for one in lines])


class InvoicesOut(Schema):
    """A page of invoices; `next` is the cursor of the page after it, or null."""

    items: list[InvoiceCard]
    next: str | None


def _card(sheet: Sheet) -> dict[str, Any]:
    same = {name: getattr(sheet, name) for name in InvoiceCard.model_fields if name in Sheet._fields}
    sums = {"net": sheet.net_minor, "tax": sheet.tax_minor, "total": sheet.total_minor, "open": sheet.open_minor}
    return {**same, **{name: Amount.of(Money(minor, sheet.currency)) for name, minor in sums.items()}}


def _plain(number: Decimal) -> str:
    """7.500000 is 7.5."""
    return f"{number.normalize():f}" if number else "0"
