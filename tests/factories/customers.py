"""Customers as the stories need them, made through the action."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from saldo.base.tenants.frame import frame
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.kernel.clock import Clock
from saldo.kernel.references import new_id
from tests.factories.cast import House

CONTACT_FIELDS = {"email", "salutation", "phone", "contact_name", "contact_language"}


def new_customer(**overrides: Any) -> NewCustomer:
    """Dana's bakery in Kraków, which pays within 14 days and reads Polish; a number of its own each time.

    The contact's fields are `email`, `salutation`, `phone`, `contact_name` and `contact_language`; or pass `contacts`.
    """
    customer_id = overrides.pop("id", None) or new_id()
    contact = {name: overrides.pop(name) for name in CONTACT_FIELDS & overrides.keys()}
    primary = NewContact(
        name=contact.get("contact_name", "Dana Kowalska"),
        email=contact.get("email", "dana@piekarnia-pod-lipa.example"),
        salutation=contact.get("salutation", "Dzień dobry, Pani Dano"),
        phone=contact.get("phone", "+48 12 555 01 23"),
        language=contact.get("contact_language", ""),
    )
    details: dict[str, Any] = {
        "number": f"C-{customer_id.hex[-10:].upper()}",
        "name": "Piekarnia Pod Lipą sp. z o.o.",
        "kind": "business",
        "language": "pl",
        "country": "PL",
        "tax_id": "PL5213003700",
        "address_lines": ("ul. Floriańska 12", "31-021 Kraków", "Polska"),
        "currency": "EUR",
        "terms_days": 14,
        "contacts": (primary,),
    }
    return NewCustomer(id=customer_id, **{**details, **overrides})


def make_customer(house: House, clock: Clock, **overrides: Any) -> UUID:
    """Create one customer in a frame of its own and return its id; `overrides` are those of `new_customer`."""
    with frame(house.tenant_id, clock=clock):
        return create_customers([new_customer(**overrides)], actor=house.alice).only()


def make_customers(house: House, clock: Clock, count: int, **overrides: Any) -> list[UUID]:
    """Create many customers at once, named "Customer 00001" and so on, and return their ids."""
    new = [
        new_customer(**{"name": f"Customer {n:05d}", "email": f"customer-{n:05d}@example.test", **overrides})
        for n in range(1, count + 1)
    ]
    with frame(house.tenant_id, clock=clock):
        outcome = create_customers(new, actor=house.alice)
    outcome.raise_if_refused()
    return outcome.done
