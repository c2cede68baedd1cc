"""What a customer and a contact are made of, and whether the values make sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from babel import Locale

from saldo.customers.choices import ContactHold, CustomerKind
from saldo.kernel.errors import BadInput
from saldo.kernel.locales import LOCALES
from saldo.kernel.money import is_currency

MAX_TERMS_DAYS = 365
MAX_ADDRESS_LINES = 8
MAX_NOTE = 10_000

CHANGEABLE = frozenset(
    {"number", "name", "kind", "language", "country", "tax_id", "address_lines", "currency", "terms_days"}
    | {"contact_hold", "note"}
)

_LENGTHS = {
    "number": 40, "name": 200, "tax_id": 40, "address_lines": 120, "salutation": 200, "email": 254, "phone": 40,
}  # fmt: skip
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person or mailbox. An empty `language` is the customer's."""

    name: str = ""
    email: str = ""
    salutation: str = ""
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer as it comes in. The first contact is the primary one.

    `currency` and `terms_days` are what drafts begin with; empty and None leave it to the issuer.
    """

    id: UUID
    number: str
    name: str
    kind: str = "unknown"
    language: str = "en"
    country: str = ""
    tax_id: str = ""
    address_lines: tuple[str, ...] = ()
    currency: str = ""
    terms_days: int | None = None
    contacts: tuple[NewContact, ...] = ()
    other_names: tuple[str, ...] = ()


def check_customer(new: NewCustomer) -> NewCustomer:
    """The customer, tidied, with its contacts. Raises BadInput that names the first field at fault."""
    values = {field.name: getattr(new, field.name) for field in fields(new)}
    contacts, names = values.pop("contacts"), values.pop("other_names")
    tidy = check_customer_details(values)
    for name in ("number", "name"):
        if not tidy[name]:
            raise BadInput("missing", f"A customer needs a {name}.", field=name)
    checked = tuple(check_contact(one, language=tidy["language"]) for one in contacts)
    addresses = [one.email.casefold() for one in checked if one.email]
    if len(set(addresses)) != len(addresses):
        raise BadInput("duplicate_contact", "Two contacts have the same e-mail address.", field="email")
    others = tuple(dict.fromkeys(check_name(one) for one in names if one.strip()))
    tidy["other_names"] = tuple(one for one in others if one != tidy["name"])
    return replace(new, **tidy, contacts=checked)


def check_contact(new: NewContact, *, language: str) -> NewContact:
    """The contact, tidied; `language` is the customer's. Raises BadInput that names the field."""
    return NewContact(
        name=_line("name", new.name),
        email=check_email(new.email),
        salutation=_line("salutation", new.salutation),
        phone=_line("phone", new.phone),
        language=check_language(new.language or language),
    )


def check_customer_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Some of a customer's fields, tidied; those that are not there stay away. Raises BadInput that names the field."""
    tidy = dict(details)
    for name in ("number", "name", "tax_id"):
        if name in tidy:
            tidy[name] = _line(name, tidy[name])
    if "kind" in tidy and tidy["kind"] not in CustomerKind.values:
        raise BadInput("unknown_kind", "The kind is business, individual or unknown.", field="kind")
    if "contact_hold" in tidy and tidy["contact_hold"] not in ContactHold.values:
        raise BadInput("unknown_hold", "The hold is empty, legal or opted_out.", field="contact_hold")
    if "language" in tidy:
        tidy["language"] = check_language(tidy["language"])
    if "country" in tidy:
        tidy["country"] = check_country(tidy["country"])
    if "currency" in tidy:
        tidy["currency"] = tidy["currency"].strip().upper()
        if tidy["currency"] and not is_currency(tidy["currency"]):
            raise BadInput("unknown_currency", "Use a three-letter code, such as EUR.", field="currency")
    if "terms_days" in tidy and not _is_terms(tidy["terms_days"]):
        raise BadInput("bad_terms", f"Terms are 0 to {MAX_TERMS_DAYS} days, or none.", field="terms_days")
    if len(tidy.get("note", "")) > MAX_NOTE:
        raise BadInput("too_long", f"The note is longer than {MAX_NOTE} characters.", field="note")
    if "address_lines" in tidy:
        tidy["address_lines"] = _address(tidy["address_lines"])
    return tidy


def check_customer_change(details: Mapping[str, Any]) -> dict[str, Any]:
    """A change to some of a customer's fields, tidied. Raises BadInput, for an unknown field too."""
    for name in details.keys() - CHANGEABLE:
        raise BadInput("unknown_field", f"A customer has no field {name} that can be changed.", field=name)
    tidy = check_customer_details(details)
    for name in ("number", "name"):
        if name in tidy and not tidy[name]:
            raise BadInput("missing", f"A customer needs a {name}.", field=name)
    return tidy


def check_contact_fields(details: Mapping[str, Any]) -> None:
    """Raises BadInput for a field that a contact does not have."""
    for name in details.keys() - {field.name for field in fields(NewContact)}:
        raise BadInput("unknown_field", f"A contact has no field {name} that can be changed.", field=name)


def check_name(name: str) -> str:
    """A customer's name, tidied. Raises BadInput where it is too long or holds a line break."""
    return _line("name", name)


def check_email(email: str) -> str:
    """The address without blanks around it and with its domain in lower case; empty stays empty.

    A domain in letters beyond ASCII is written as IDNA. Raises BadInput ("bad_email").
    """
    tidy = email.strip()
    if not tidy:
        return ""
    local, _, domain = tidy.rpartition("@")
    try:
        domain = (domain if domain.isascii() else domain.encode("idna").decode("ascii")).lower()
    except UnicodeError:
        domain = ""
    tidy = f"{local}@{domain}"
    if not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(domain) or len(tidy) > _LENGTHS["email"]:
        raise BadInput("bad_email", "This is not an e-mail address, such as ana@example.com.", field="email")
    return tidy


def check_language(code: str) -> str:
    """One of LOCALES for a code in any spelling; a variant that Saldo has no words for is its language: es-MX -> es.

    Raises BadInput ("unknown_language").
    """
    wanted = code.strip().replace("-", "_").lower()
    for known in (wanted, wanted.partition("_")[0]):
        for locale in LOCALES:
            if locale.lower() == known:
                return locale
    raise BadInput("unknown_language", f"Use one of {', '.join(LOCALES)}.", field="language")


def check_country(code: str) -> str:
    """An ISO 3166 code of two letters in upper case, or empty. Raises BadInput ("unknown_country")."""
    country = code.strip().upper()
    if country and not (len(country) == 2 and country.isalpha() and country in _territories()):
        raise BadInput("unknown_country", "Use a country's two-letter code, such as PT.", field="country")
    return country


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    return frozenset(Locale("en").territories)


def _line(field: str, value: str) -> str:
    tidy = " ".join(value.split(" ")).strip()
    if _CONTROL.search(tidy):
        raise BadInput("line_break", f"The {field} holds a line break or control character.", field=field)
    if len(tidy) > _LENGTHS[field]:
        raise BadInput("too_long", f"The {field} is longer than {_LENGTHS[field]} characters.", field=field)
    return tidy


def _address(lines: tuple[str, ...]) -> tuple[str, ...]:
    tidy = tuple(line for line in (_line("address_lines", one) for one in lines) if line)
    if len(tidy) > MAX_ADDRESS_LINES:
        raise BadInput("too_long", f"An address has at most {MAX_ADDRESS_LINES} lines.", field="address_lines")
    return tidy


def _is_terms(days: Any) -> bool:
    return days is None or (type(days) is int and 0 <= days <= MAX_TERMS_DAYS)
