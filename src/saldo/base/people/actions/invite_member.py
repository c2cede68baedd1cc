from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.choices import Role
from saldo.base.people.models import Membership, User
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput, Conflict
from saldo.kernel.references import new_id


def invite_member(email: str, *, name: str, role: str, language: str, actor: Actor) -> Membership:
    """Invite a person into the actor's tenant; who was invited before is invited anew, and the old link is void.

    The membership stays inactive until the link of `queries.invitation_token` was opened, and a new account has no
    password until its owner chose one there: nobody else ever knows it. Raises BadInput for an unknown role, Conflict
    ("already_member") for somebody who is active here.
    """
    actor.require("invite_member")
    if role not in Role.values:
        raise BadInput(code="unknown_role", sentence=f"There is no role {role}.", field="role")
    now = current_frame().now
    user, _is_new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"name": name, "language": language, "password": make_password(None), "created_at": now},
    )
    known = Membership.objects.select_for_update().filter(tenant_id=actor.tenant_id, user=user).first()
    if known is not None and known.is_active:
        raise Conflict("already_member", "This person works here already.")
    membership = _invite(known or Membership(tenant_id=actor.tenant_id, user=user, created_at=now), role, now, actor)
    record("invite_member", [AuditLine("member", user.id, None, {"role": role})], actor=actor)
    return membership


def _invite(membership: Membership, role: str, now: datetime, actor: Actor) -> Membership:
    membership.role, membership.is_active = role, False
    membership.invitation, membership.invited_at, membership.inviter_name = new_id(), now, actor.name
    membership.save()
    return membership
