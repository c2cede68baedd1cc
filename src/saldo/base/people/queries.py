"""Who may do what, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer

from saldo.base.people.models import ApiKey, Membership, SignIn, User
from saldo.base.people.policies.describe_device import describe_device
from saldo.base.people.policies.invitation_expiry import VALID_FOR, is_expired
from saldo.base.people.policies.permissions import API_SCOPES, PERMISSIONS
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import NotFound

TENANT_KEY = "tenant_id"
"""Where the session keeps the tenant that a person with several has chosen."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a tenant, as lists show them."""

    user_id: UUID
    name: str
    email: str
    role: str


class Standing(StrEnum):
    """How a person stands to the tenant."""

    ACTIVE = "active"
    INVITED = "invited"
    EXPIRED = "expired"
    CLOSED = "closed"


class Colleague(NamedTuple):
    """Somebody who works here, is invited to, or did. `until` is when an invitation's link stops to open anything."""

    member_id: UUID
    user_id: UUID
    name: str
    email: str
    role: str
    standing: Standing
    until: datetime | None
    has_second_factor: bool
    language: str


class Invitation(NamedTuple):
    """What the link of an invitation opens."""

    membership: Membership
    user: User

    @property
    def is_new_account(self) -> bool:
        """Whether a password is still to be chosen."""
        return not self.user.has_usable_password()


class Factor(NamedTuple):
    """A second factor of an account: an authenticator app or a passkey."""

    id: int
    is_passkey: bool
    name: str
    created_at: datetime
    last_used_at: datetime | None


class Factors(NamedTuple):
    """How an account is protected beyond its password. `codes_left` counts recovery codes that were not used."""

    totp: Factor | None
    passkeys: list[Factor]
    codes_left: int

    def __bool__(self) -> bool:
        return bool(self.totp or self.passkeys)


class Browser(NamedTuple):
    """A browser in which a person is signed in; `device` is in words that need no translation."""

    id: UUID
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    is_this_one: bool


def memberships_of(user_id: UUID) -> list[Membership]:
    """The active memberships of a person, oldest first. Works without a frame."""
    return list(Membership.objects.filter(user_id=user_id, is_active=True).order_by("created_at", "id"))


def get_person(user_id: UUID) -> User:
    """One account. Works without a frame. Raises NotFound."""
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound()
    return user


def find_person(email: str) -> User | None:
    """The account that signs in with an address, however it is written. Works without a frame."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def email_of(user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The addresses of accounts. Works without a frame."""
    return dict(User.objects.filter(id__in=user_ids).values_list("id", "email"))


def membership_of(tenant_id: UUID, user_id: UUID) -> Membership | None:
    """How a person belongs to a tenant, active or not."""
    return Membership.objects.filter(tenant_id=tenant_id, user_id=user_id).first()


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


def list_colleagues(tenant_id: UUID, *, now: datetime) -> list[Colleague]:
    """Everybody who works here, is invited or did, by name; invitations that were withdrawn are left out."""
    rows = Membership.objects.filter(tenant_id=tenant_id).select_related("user").order_by("user__name", "id")
    shown = [one for one in rows if one.is_active or one.invitation or one.joined_at]
    protected = set(
        Authenticator.objects.filter(user_id__in=[one.user_id for one in shown])
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    return [_colleague(one, now, one.user_id in protected) for one in shown]


def _colleague(row: Membership, now: datetime, has_second_factor: bool) -> Colleague:
    until = row.invited_at + VALID_FOR if row.invitation and row.invited_at else None
    if row.is_active:
        standing = Standing.ACTIVE
    elif until is None:
        standing = Standing.CLOSED
    else:
        standing = Standing.EXPIRED if now > until else Standing.INVITED
    user = row.user
    # Who has an account elsewhere and did not join yet is known here by nothing but their address.
    is_known = row.joined_at is not None or not user.has_usable_password()
    name, is_protected = (user.name, has_second_factor) if is_known else (user.email, False)
    return Colleague(row.id, user.id, name, user.email, row.role, standing, until, is_protected, user.language)


def get_colleague(tenant_id: UUID, member_id: UUID, *, now: datetime) -> Colleague:
    """One person of the tenant. Raises NotFound."""
    row = Membership.objects.filter(tenant_id=tenant_id, id=member_id).select_related("user").first()
    if row is None or not (row.is_active or row.invitation or row.joined_at):
        raise NotFound()
    return _colleague(row, now, bool(factors_of(row.user_id)))


_INVITATIONS = Signer(salt="saldo.people.invitation")


def invitation_token(membership: Membership) -> str:
    """What the link of an open invitation carries: made again whenever it is needed, stored nowhere."""
    assert membership.invitation is not None
    return _INVITATIONS.sign_object([membership.id.hex, membership.invitation.hex])


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The open invitation that a link names; None where it is forged, used, withdrawn, replaced or too old.

    Works without a frame.
    """
    try:
        member_id, invitation = (UUID(part) for part in _INVITATIONS.unsign_object(token))
    except (BadSignature, ValueError, TypeError):
        return None
    row = Membership.objects.filter(id=member_id, invitation=invitation).select_related("user").first()
    if row is None or row.invited_at is None or is_expired(row.invited_at, now=now):
        return None
    return Invitation(row, row.user)


def factors_of(user_id: UUID) -> Factors:
    """The second factors of an account, oldest first. Works without a frame."""
    rows = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at", "id"))
    codes = next((one for one in rows if one.type == Authenticator.Type.RECOVERY_CODES), None)
    factors = [_factor(one) for one in rows if one is not codes]
    return Factors(
        next((one for one in factors if not one.is_passkey), None),
        [one for one in factors if one.is_passkey],
        len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )


def _factor(row: Authenticator) -> Factor:
    is_passkey = row.type == Authenticator.Type.WEBAUTHN
    name = str(row.data.get("name", "")) if is_passkey else ""
    return Factor(row.pk, is_passkey, name, row.created_at, row.last_used_at)


def browsers_of(user_id: UUID, *, session_key: str | None, now: datetime) -> list[Browser]:
    """Where a person is signed in, this browser first, then by when it was last seen. Works without a frame.

    `now` is the real time: sessions end by it, also where the installation's clock was moved.
    """
    living = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = SignIn.objects.filter(user_id=user_id, session_key__in=living).order_by("-seen_at", "id")
    shown = [
        Browser(
            one.id,
            describe_device(one.device),
            one.address,
            one.created_at,
            one.seen_at,
            one.session_key == session_key,
        )
        for one in rows
    ]
    return sorted(shown, key=lambda one: not one.is_this_one)
