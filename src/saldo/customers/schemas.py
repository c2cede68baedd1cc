"""Customers as the API reads and writes them."""

from __future__ import annotations

from uuid import UUID

from ninja import Field, Schema

from saldo.customers.queries import Billing


class ContactIn(Schema):
    """A person or mailbox at the customer; the first one is primary."""

    name: str = ""
    email: str = ""
    salutation: str = ""
    phone: str = ""
    language: str = "en"


class CustomerIn(Schema):
    """A new customer. `id` may be chosen by the caller (UUID); `kind` is business, individual or unknown."""

    id: UUID | None = None
    number: str
    name: str
    kind: str = "unknown"
    language: str = "en"
    country: str = ""
    tax_id: str = ""
    address_lines: list[str] = Field(default_factory=list)
    currency: str = ""
    terms_days: int | None = None
    contacts: list[ContactIn] = Field(default_factory=list)
    other_names: list[str] = Field(default_factory=list)


class CustomerOut(Schema):
    """A customer with its primary contact."""

    id: UUID
    number: str
    name: str
    kind: str
    language: str
    country: str
    tax_id: str
    address_lines: list[str]
    currency: str
    terms_days: int | None
    contact_hold: str
    contact_name: str
    email: str

    @classmethod
    def of(cls, card: Billing) -> CustomerOut:
        """From the card that other contexts read."""
        return cls(
            id=card.customer_id,
            number=card.number,
            name=card.name,
            kind=card.kind,
            language=card.language,
            country=card.country,
            tax_id=card.tax_id,
            address_lines=list(card.address_lines),
            currency=card.currency,
            terms_days=card.terms_days,
            contact_hold=card.contact_hold,
            contact_name=card.contact_name,
            email=card.email,
        )


class CustomersOut(Schema):
    """A page of customers; `next` is the cursor of the page after it, or null."""

    items: list[CustomerOut]
    next: str | None
