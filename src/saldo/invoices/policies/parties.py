"""The parties as a document names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from saldo.invoices.policies.content import CustomerContent, SellerContent


class Issuer(Protocol):
    """What a document says of a legal entity."""

    name: Any
    short_name: Any
    country: Any
    language: Any
    tax_id: Any
    address_lines: Any
    email: Any
    phone: Any
    website: Any
    legal_line: Any
    iban: Any
    bic: Any
    accounts_name: Any
    accounts_role: Any
    brand_colour: Any
    brand_mark: Any
    paper_look: Any


class Payer(Protocol):
    """What a document says of a customer."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def tax_id(self) -> str: ...
    @property
    def address_lines(self) -> Sequence[str]: ...
    @property
    def contact_name(self) -> str: ...


def seller_content(issuer: Issuer) -> SellerContent:
    """The seller's part. Its tax number is on every document: in the legal line, where there is none of its own."""
    standing = (issuer.name, ", ".join(issuer.address_lines), issuer.tax_id)
    contact = {
        "name": issuer.accounts_name or issuer.short_name,
        "role": issuer.accounts_role if issuer.accounts_name else "",
        "phone": issuer.phone,
        "email": issuer.email,
    }
    return SellerContent(
        seller={
            "name": issuer.name,
            "short_name": issuer.short_name,
            "mark": issuer.brand_mark,
            "address_lines": list(issuer.address_lines),
            "contact_lines": [line for line in (issuer.website, issuer.email, issuer.phone) if line],
            "legal_line": issuer.legal_line or " · ".join(part for part in standing if part),
        },
        facts={"tax_number": issuer.tax_id, "country": issuer.country},
        contact={name: text for name, text in contact.items() if text},
        iban=issuer.iban,
        bic=issuer.bic,
        look=issuer.paper_look,
        accent=issuer.brand_colour,
    )


def customer_content(payer: Payer) -> CustomerContent:
    """The customer's part; the contact stands under the name in the address window."""
    attention = [payer.contact_name] if payer.contact_name and payer.contact_name != payer.name else []
    return CustomerContent(
        customer={
            "name": payer.name,
            "tax_number": payer.tax_id,
            "address_lines": [*attention, *payer.address_lines],
        },
        facts={"number": payer.number, "country": payer.country, "tax_number": payer.tax_id},
    )


def paper_language(wanted: str, *, issuer: str, written: Sequence[str]) -> str:
    """The language of the paper: the wanted one, or its issuer's, or English, whichever papers are written in."""
    return next((one for one in (wanted, issuer, "en") if one in written), "en")
