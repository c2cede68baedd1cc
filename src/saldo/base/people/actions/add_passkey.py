from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def add_passkey(user: User, *, name: str, credential: dict[str, Any], actor: Actor) -> None:
    """Let a person sign in with a passkey. The edge has verified the credential against the challenge it sent."""
    actor.require("add_passkey")
    WebAuthn.add(user, name, credential)
    RecoveryCodes.activate(user)
    record("add_passkey", [AuditLine("member", user.id, None, {"factor": "passkey", "name": name})], actor=actor)
