from __future__ import annotations

from collections.abc import Sequence

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import ApiKey
from saldo.base.people.policies.permissions import API_SCOPES
from saldo.base.tenants.actions.issue_secret import issue_secret
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput


def create_api_key(name: str, *, scopes: Sequence[str], actor: Actor) -> tuple[ApiKey, str]:
    """Make a key for a program and return it with its token, which is shown this once.

    Raises BadInput for a scope that does not exist, and where no scope is given.
    """
    actor.require("create_api_key")
    unknown = sorted(set(scopes) - set(API_SCOPES))
    if unknown or not scopes:
        wrong = ", ".join(unknown) or "none"
        raise BadInput(code="unknown_scope", sentence=f"Choose scopes that exist; given: {wrong}.", field="scopes")
    secret_id, token = issue_secret(prefix="sk_", actor=actor)
    key = ApiKey(
        tenant_id=actor.tenant_id,
        name=name,
        secret_id=secret_id,
        scopes=sorted(set(scopes)),
        created_at=current_frame().now,
    )
    key.save(force_insert=True)
    record("create_api_key", [AuditLine("api_key", key.id, None, {"name": name, "scopes": key.scopes})], actor=actor)
    return key, token
