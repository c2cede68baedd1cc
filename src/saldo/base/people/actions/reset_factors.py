from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import Membership
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict, NotFound


def reset_factors(member_id: UUID, *, actor: Actor) -> int:
    """Take every second factor from a colleague who lost theirs: their password signs them in again.

    Returns how many were taken. Raises NotFound; Conflict ("oneself") for one's own account, which has its own page,
    and ("elsewhere") for somebody who works for another company too: an owner here must not weaken their account there.
    """
    actor.require("reset_factors")
    membership = Membership.objects.filter(tenant_id=actor.tenant_id, id=member_id, is_active=True).first()
    if membership is None:
        raise NotFound()
    if membership.user_id == actor.id:
        raise Conflict("oneself", "Change your own account on its own page.")
    if Membership.objects.filter(user_id=membership.user_id).exclude(tenant_id=actor.tenant_id).exists():
        raise Conflict("elsewhere", "This person works for another company, too. Whoever runs Saldo can help them.")
    taken: int = Authenticator.objects.filter(user_id=membership.user_id).delete()[0]
    if taken:
        line = AuditLine("member", membership.user_id, {"has_second_factor": True}, {"has_second_factor": False})
        record("reset_factors", [line], actor=actor)
    return taken
