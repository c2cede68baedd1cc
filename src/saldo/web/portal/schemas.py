"""What a page of the portal receives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from saldo.customers.queries import PortalEntry
from saldo.kernel.actors import Actor

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came by a link that is open: who, and to which company. `issuers` are never empty, oldest first."""

    token: str
    entry: PortalEntry
    actor: Actor
    issuers: Sequence[LegalEntity]
    language: str
    now: datetime

    @property
    def tenant_id(self) -> UUID:
        """The tenant whose customer this is."""
        return self.actor.tenant_id

    @property
    def customer_id(self) -> UUID:
        """The one customer whose rows may be shown."""
        return self.entry.customer.id

    @property
    def seller(self) -> LegalEntity:
        """The issuer whose name and colour the pages have."""
        return self.issuers[0]

    @property
    def issuers_by_id(self) -> Mapping[UUID, LegalEntity]:
        """Every issuer that the customer may owe something to."""
        return {one.id: one for one in self.issuers}


class PortalRequest(HttpRequest):
    """A request inside its frame. `visit` is None where the link has expired, was revoked or never existed."""

    visit: Visit | None
    actor: Actor
