"""Who may do what, where."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from saldo.base.people.models import ApiKey, Membership, User
from saldo.base.people.policies.permissions import API_SCOPES, PERMISSIONS
from saldo.kernel.actors import Actor, ActorKind

TENANT_KEY = "tenant_id"
"""Where the session keeps the tenant that a person with several has chosen."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a tenant, as lists show them."""

    user_id: UUID
    name: str
    email: str
    role: str


def memberships_of(user_id: UUID) -> list[Membership]:
    """The active memberships of a person, oldest first. Works without a frame."""
    return list(Membership.objects.filter(user_id=user_id, is_active=True).order_by("created_at", "id"))


def actor_for(user: User, membership: Membership) -> Actor:
    """The person as the one who acts in the membership's tenant."""
    return Actor(
        tenant_id=membership.tenant_id,
        kind=ActorKind.PERSON,
        id=user.id,
        name=user.name,
        permissions=PERMISSIONS[membership.role],
    )


def list_members(tenant_id: UUID) -> list[Member]:
    """The active people of a tenant, by name."""
    rows = Membership.objects.filter(tenant_id=tenant_id, is_active=True).select_related("user").order_by("user__name")
    return [Member(row.user.id, row.user.name, row.user.email, row.role) for row in rows]


def actor_of_api_key(tenant_id: UUID, secret_hash: bytes) -> Actor | None:
    """The program that holds a key of the tenant, or None where it is revoked or unknown."""
    key = ApiKey.objects.filter(tenant_id=tenant_id, secret__secret_hash=secret_hash, revoked_at=None).first()
    if key is None:
        return None
    granted: frozenset[str] = frozenset().union(*(API_SCOPES.get(scope, frozenset()) for scope in key.scopes))
    return Actor(tenant_id=tenant_id, kind=ActorKind.API_KEY, id=key.id, name=key.name, permissions=granted)


def list_api_keys(tenant_id: UUID) -> list[ApiKey]:
    """The keys that still open something, newest first."""
    return list(ApiKey.objects.filter(tenant_id=tenant_id, revoked_at=None).order_by("-created_at", "-id"))
