"""The cast: Alice owns, Bob collects for her, Rita reads; Charlie is another tenant and must see nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from saldo.base.numbering.actions import create_series
from saldo.base.people.policies.permissions import PERMISSIONS
from saldo.base.tenants.actions import create_legal_entity, create_tenant
from saldo.base.tenants.frame import frame
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.clock import Clock
from saldo.kernel.references import new_id

ATELIER = {
    "name": "Atelier Norte, Lda",
    "short_name": "Atelier Norte",
    "country": "PT",
    "time_zone": "Europe/Lisbon",
    "currency": "EUR",
    "tax_id": "PT509123457",
    "address_lines": ["Rua de Miguel Bombarda 412", "4050-382 Porto", "Portugal"],
    "email": "ola@ateliernorte.example",
    "phone": "+351 220 000 412",
    "iban": "PT50000201231234567890154",
    "accounts_name": "Inês Carvalho",
    "accounts_role": "Accounts",
}


@dataclass(frozen=True)
class House:
    """A tenant with one legal entity, and its people as actors."""

    tenant_id: UUID
    entity_id: UUID
    alice: Actor
    bob: Actor
    rita: Actor

    @property
    def night(self) -> Actor:
        """The system as an actor."""
        return Actor.system(self.tenant_id)


def make_house(clock: Clock, *, series: str = "FT", **details: object) -> House:
    """Create a tenant with its issuer and number series (`series` begins its invoices), in a frame of its own."""
    tenant_id, entity_id = new_id(), new_id()
    people = [
        Actor(tenant_id, ActorKind.PERSON, new_id(), name, PERMISSIONS[role])
        for name, role in (("Alice", "owner"), ("Bob", "collector"), ("Rita", "read_only"))
    ]
    house = House(tenant_id, entity_id, *people)
    with frame(tenant_id, clock=clock):
        create_tenant(tenant_id, name="Atelier Norte")
        create_legal_entity(entity_id, details={**ATELIER, **details}, actor=house.alice)
        for kind, pattern in (("invoice", series + " {year}/{number:03d}"), ("credit_note", "NC {year}/{number:03d}")):
            create_series(entity_id, kind=kind, pattern=pattern, actor=house.alice)
        create_series(entity_id, kind="receipt", pattern="RC {year}/{number:03d}", actor=house.alice)
    return house
