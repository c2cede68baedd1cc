"""Who plays in the demo: a design agency in Porto, its people, and its customers with their habits. All invented.

Tax numbers have the form and the check digits of their country, from ranges that nobody was given; every mailbox ends
in .example.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True)
class Person:
    """Somebody who signs in."""

    name: str
    email: str
    role: str
    password: str


@dataclass(frozen=True)
class Habit:
    """How a customer pays: about `late_days` after the due date, give or take `spread_days`.

    `learns`: later than that in the first year and sooner in the last months, since reminders go out. Of some invoices
    only a part comes at first (`part_share`), and some are contested before they are paid (`dispute_share`).
    """

    late_days: int
    spread_days: int
    learns: bool = False
    part_share: float = 0.0
    dispute_share: float = 0.0


HABITS = MappingProxyType(
    {
        "early": Habit(late_days=-12, spread_days=5),
        "punctual": Habit(late_days=-1, spread_days=2),
        "forgetful": Habit(late_days=8, spread_days=6, learns=True),
        "slow": Habit(late_days=17, spread_days=8, learns=True),
        "in_parts": Habit(late_days=7, spread_days=5, learns=True, part_share=0.55),
        "disputing": Habit(late_days=6, spread_days=5, dispute_share=0.35),
        "trouble": Habit(late_days=15, spread_days=8, part_share=0.2),
        "gone": Habit(late_days=10, spread_days=6),
    }
)


@dataclass(frozen=True)
class DemoCustomer:
    """A customer, what it orders, and how it pays.

    `since` and `until` are months before today; an `until` of 0 means that it still orders. `retainer` is a kind of
    work and its monthly price; `projects` how many others come in a year, of the kinds in `works`, at prices times
    `scale`.
    """

    number: str
    name: str
    country: str
    language: str
    currency: str
    kind: str
    tax_id: str
    terms_days: int
    habit: str
    since: int
    until: int
    retainer: tuple[str, int] | None
    projects: float
    scale: float
    works: tuple[str, ...]
    contact: str
    salutation: str
    mailbox: str
    phone: str
    address: tuple[str, ...]


PEOPLE = (
    Person("Helena Prata", "helena@ateliernorte.example", "owner", "azulejo-e-tinta-1"),
    Person("Rui Sampaio", "rui@ateliernorte.example", "collector", "azulejo-e-tinta-2"),
    Person("Inês Carvalho", "ines@ateliernorte.example", "read_only", "azulejo-e-tinta-3"),
)

COMPANY = {
    "name": "Atelier Norte, Lda",
    "short_name": "Atelier Norte",
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "currency": "EUR",
    "language": "en",
    "tax_id": "PT509123457",
    "address_lines": ["Rua de Miguel Bombarda 412", "4050-382 Porto", "Portugal"],
    "email": "ola@ateliernorte.example",
    "phone": "+351 220 000 412",
    "website": "ateliernorte.example",
    "legal_line": "Share capital EUR 5,000 · Porto commercial registry 509123457",
    "iban": "PT50000201231234567890154",
    "bic": "ATNOPTPLXXX",
    "accounts_name": "Rui Sampaio",
    "accounts_role": "Accounts",
    "brand_colour": "#2a3fb0",
    "brand_mark": "AN",
}


@lru_cache(maxsize=1)
def all_customers() -> tuple[DemoCustomer, ...]:
    """Everybody in customers.csv, in the order of their numbers."""
    text = resources.files("saldo.demo").joinpath("customers.csv").read_text(encoding="utf-8")
    return tuple(_customer(row) for row in csv.DictReader(text.splitlines(), delimiter=";"))


def _customer(row: dict[str, str]) -> DemoCustomer:
    kind, _, price = row["retainer"].partition(":")
    return DemoCustomer(
        number=row["number"],
        name=row["name"],
        country=row["country"],
        language=row["language"],
        currency=row["currency"],
        kind=row["kind"],
        tax_id=row["tax_id"],
        terms_days=int(row["terms_days"]),
        habit=row["habit"],
        since=int(row["since"]),
        until=int(row["until"]),
        retainer=(kind, int(price)) if kind else None,
        projects=float(row["projects"]),
        scale=float(row["scale"]),
        works=tuple(row["works"].split()),
        contact=row["contact"],
        salutation=row["salutation"],
        mailbox=row["mailbox"],
        phone=row["phone"],
        address=tuple(row["address"].split(" / ")),
    )
