from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def renew_recovery_codes(user: User, *, actor: Actor) -> list[str]:
    """Ten new codes, each good for one sign-in; the earlier ones open nothing any more."""
    actor.require("renew_recovery_codes")
    Authenticator.objects.filter(user_id=user.id, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    record("renew_recovery_codes", [AuditLine("member", user.id, None, {"codes": len(codes)})], actor=actor)
    return codes
