from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def remove_factors(factor_ids: Sequence[int], *, user: User, actor: Actor) -> int:
    """Take authenticator apps or passkeys from a person's own account; recovery codes go with the last of them.

    Returns how many were removed; what belongs to somebody else is not touched.
    """
    actor.require("remove_factors")
    mine = Authenticator.objects.select_for_update().filter(user_id=user.id).order_by("id")
    rows = {one.pk: one for one in mine}
    gone = [rows[one] for one in factor_ids if one in rows and rows[one].type != Authenticator.Type.RECOVERY_CODES]
    left = [one for one in rows.values() if one not in gone and one.type != Authenticator.Type.RECOVERY_CODES]
    ids = [one.pk for one in gone] if left else list(rows)
    if not gone:
        return 0
    Authenticator.objects.filter(user_id=user.id, pk__in=ids).delete()
    lines = [AuditLine("member", user.id, {"factor": str(one.type)}, None) for one in gone]
    record("remove_factors", lines, actor=actor)
    return len(gone)
