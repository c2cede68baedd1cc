from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.choices import Role
from saldo.base.people.models import Membership
from saldo.base.people.policies.last_owner import leaves_no_owner
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput, Conflict, NotFound


def change_member(member_id: UUID, *, role: str, is_active: bool, actor: Actor) -> Membership:
    """Give a person another role, or let them work here no longer (or again). The same again changes nothing.

    The owners of the tenant are locked, in one order, before anything is decided, so that two who leave at once do not
    both go. Raises NotFound; BadInput for an unknown role; Conflict ("last_owner") where nobody would own the company,
    ("invited") for somebody who has not accepted yet.
    """
    actor.require("change_member")
    if role not in Role.values:
        raise BadInput(code="unknown_role", sentence=f"There is no role {role}.", field="role")
    mine = Membership.objects.select_for_update().filter(tenant_id=actor.tenant_id)
    rows = {one.id: one for one in mine.order_by("id")}
    membership = rows.get(member_id)
    if membership is None:
        raise NotFound()
    if membership.joined_at is None and not membership.is_active:
        raise Conflict("invited", "This person has not accepted the invitation yet.")
    owners = [one.id for one in rows.values() if one.is_active and one.role == Role.OWNER]
    if leaves_no_owner(owners, member_id=member_id, role=role, is_active=is_active):
        raise Conflict("last_owner", "Somebody has to own this company. Make another person an owner first.")
    before = {"role": membership.role, "active": membership.is_active}
    after = {"role": role, "active": is_active}
    if before != after:
        membership.role, membership.is_active, membership.invitation = role, is_active, None
        membership.save(update_fields=["role", "is_active", "invitation"])
        record("change_member", [AuditLine("member", membership.user_id, before, after)], actor=actor)
    return membership
