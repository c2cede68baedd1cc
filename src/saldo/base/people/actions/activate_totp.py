from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def activate_totp(user: User, *, secret: str, actor: Actor) -> None:
    """From now on signing in asks for a code of an authenticator app; an earlier app does not count any more.

    The edge has checked a code made from the secret. The first second factor brings recovery codes with it.
    """
    actor.require("activate_totp")
    Authenticator.objects.filter(user_id=user.id, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    record("activate_totp", [AuditLine("member", user.id, None, {"factor": "totp"})], actor=actor)
