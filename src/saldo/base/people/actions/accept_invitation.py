from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import Membership, User
from saldo.base.people.policies.invitation_expiry import is_expired
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound


def accept_invitation(membership_id: UUID, *, invitation: UUID, password: str, actor: Actor) -> User:
    """Make an invited person active, once. `password` is set for an account that has none, and ignored otherwise.

    The edge has made sure that whoever accepts holds the link and, where the account has a password, is signed in as
    its owner. Raises NotFound where the invitation was used, withdrawn, replaced or has expired.
    """
    actor.require("accept_invitation")
    now = current_frame().now
    membership = (
        Membership.objects.select_for_update()
        .filter(tenant_id=actor.tenant_id, id=membership_id, invitation=invitation)
        .first()
    )
    if membership is None or membership.invited_at is None or is_expired(membership.invited_at, now=now):
        raise NotFound()
    user = User.objects.select_for_update().get(id=membership.user_id)
    if not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    membership.is_active, membership.invitation, membership.joined_at = True, None, now
    membership.save(update_fields=["is_active", "invitation", "joined_at"])
    after = {"role": membership.role, "active": True}
    record("accept_invitation", [AuditLine("member", user.id, {"active": False}, after)], actor=actor)
    return user
