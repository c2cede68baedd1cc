from __future__ import annotations

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.actions import issue_secret
from saldo.kernel.actors import Actor

PREFIX = "in_"
"""What a token of an inbound address begins with. Saldo makes the tokens, so no other one can be used as such."""


def issue_inbound_address(*, actor: Actor) -> str:
    """A new secret path to which a mail server or provider posts mail that came back: "/inbound/mail/<token>/".

    It is shown this once; only the token's hash is kept.
    """
    actor.require("issue_inbound_address")
    secret_id, token = issue_secret(prefix=PREFIX, actor=actor)
    record("issue_inbound_address", [AuditLine("secret", secret_id, None, {"prefix": PREFIX})], actor=actor)
    return f"/inbound/mail/{token}/"
