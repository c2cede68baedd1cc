"""Rows of an imported file as customers. One customer may stand on many rows, and under several names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from saldo.customers.policies.check_customer import NewContact, NewCustomer, check_customer
from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Refusal
from saldo.kernel.references import new_id

IMPORT_FIELDS: Final = (
    *("number", "name", "kind", "language", "country", "tax_id", "address", "currency", "terms_days"),
    *("contact_name", "email", "salutation", "phone"),
)
"""What a column may be mapped to. Only `number` is needed; the lines of `address` are parted by line breaks."""

_AGREEING = ("kind", "country", "tax_id")


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One row of a file: its number there, and its cells by field. Fields that are missing or empty say nothing."""

    row_number: int
    values: Mapping[str, str]


@dataclass(slots=True)
class CustomerOfRows:
    """A customer and the rows that speak of it."""

    customer: NewCustomer
    row_numbers: list[int] = field(default_factory=list)
    names: dict[str, list[int]] = field(default_factory=dict)


def read_customer_rows(rows: Iterable[CustomerRow]) -> tuple[list[CustomerOfRows], list[Refusal]]:
    """The customers in the order of their first rows, and the rows that are refused.

    Of rows with one number the first says what the customer is: later names are other names, later e-mail addresses
    further contacts, and a kind, country or tax id that contradicts an earlier one is refused ("contradicts_row").
    """
    found: dict[str, CustomerOfRows] = {}
    refused: list[Refusal] = []
    for row in rows:
        try:
            customer = _customer_of(row)
            known = found.get(customer.number)
            if known is None:
                found[customer.number] = known = CustomerOfRows(customer)
            else:
                known.customer = _merged(known, customer)
        except BadInput as error:
            refused.append(Refusal(row.row_number, error.code, error.sentence, _column_of(error.field)))
            continue
        known.row_numbers.append(row.row_number)
        known.names.setdefault(customer.name, []).append(row.row_number)
    return list(found.values()), refused


def _customer_of(row: CustomerRow) -> NewCustomer:
    values = {name: row.values.get(name, "").strip() for name in IMPORT_FIELDS}
    contact = NewContact(values["contact_name"], values["email"], values["salutation"], values["phone"])
    return check_customer(
        NewCustomer(
            id=new_id(),
            number=values["number"],
            name=values["name"] or values["number"],
            kind=values["kind"].lower() or "unknown",
            language=values["language"] or "en",
            country=values["country"],
            tax_id=values["tax_id"],
            address_lines=tuple(values["address"].splitlines()),
            currency=values["currency"],
            terms_days=_terms(values["terms_days"]),
            contacts=(contact,) if contact != NewContact() else (),
        )
    )


def _terms(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise BadInput("bad_terms", f"{text[:40]} is not a number of days.", field="terms_days")
    return int(text)


def _merged(known: CustomerOfRows, later: NewCustomer) -> NewCustomer:
    first = known.customer
    for one in _AGREEING:
        said, says = getattr(first, one), getattr(later, one)
        if said and says and said != says and "unknown" not in (said, says):
            sentence = f"Row {known.row_numbers[0]} has the same number and another {one.replace('_', ' ')}."
            raise BadInput("contradicts_row", sentence, field=one)
    name, names = first.name, first.other_names
    if name == first.number:
        name = later.name
    elif later.name not in (name, later.number, *names):
        names = (*names, later.name)
    addresses = {one.email.casefold() for one in first.contacts}
    further = tuple(one for one in later.contacts if one.email and one.email.casefold() not in addresses)
    return replace(
        first,
        name=name,
        kind=later.kind if first.kind == "unknown" else first.kind,
        country=first.country or later.country,
        tax_id=first.tax_id or later.tax_id,
        address_lines=first.address_lines or later.address_lines,
        currency=first.currency or later.currency,
        terms_days=later.terms_days if first.terms_days is None else first.terms_days,
        other_names=names,
        contacts=first.contacts + further,
    )


def _column_of(field_name: str | None) -> str | None:
    return "address" if field_name == "address_lines" else field_name
