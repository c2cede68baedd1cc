"""Who acts: a person, an API key, a customer in the portal, or the system itself. The actor carries the tenant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from saldo.kernel.errors import NotPermitted


class ActorKind(StrEnum):
    """Stored in the audit trail; never rename one."""

    PERSON = "person"
    SYSTEM = "system"
    API_KEY = "api_key"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Permissions are the names of actions ("issue_invoices") and of views ("view_invoices").

    The system has every one of them.
    """

    tenant_id: UUID
    kind: ActorKind
    id: UUID | None
    name: str
    permissions: frozenset[str] = frozenset()

    @classmethod
    def system(cls, tenant_id: UUID, name: str = "night") -> Actor:
        """Saldo itself, named after the part that acts."""
        return cls(tenant_id, ActorKind.SYSTEM, None, name)

    def may(self, permission: str) -> bool:
        return self.kind is ActorKind.SYSTEM or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises NotPermitted when the actor may not."""
        if not self.may(permission):
            raise NotPermitted(sentence=f"{self.name} does not have the permission {permission}.")
