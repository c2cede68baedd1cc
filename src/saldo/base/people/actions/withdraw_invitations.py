from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import Membership
from saldo.kernel.actors import Actor


def withdraw_invitations(member_ids: Sequence[UUID], *, actor: Actor) -> int:
    """Make the links of open invitations void. Returns how many were open; the others stay as they are."""
    actor.require("withdraw_invitations")
    open_ones = Membership.objects.select_for_update().filter(
        tenant_id=actor.tenant_id, id__in=member_ids, invitation__isnull=False
    )
    rows = list(open_ones.order_by("id"))
    Membership.objects.filter(tenant_id=actor.tenant_id, id__in=[one.id for one in rows]).update(invitation=None)
    lines = [AuditLine("member", one.user_id, {"invited": True}, {"invited": False}) for one in rows]
    record("withdraw_invitations", lines, actor=actor)
    return len(rows)
