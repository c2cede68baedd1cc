from __future__ import annotations

import secrets
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.models import Secret
from saldo.base.tenants.queries import hash_secret
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def issue_secret(*, prefix: str, actor: Actor) -> tuple[UUID, str]:
    """Make a random token of 256 bits that opens the actor's tenant, and return its row's id and the token.

    Only the hash is kept: the token is shown this once. `prefix` tells people and scanners what it is (`sk_`, `wh_`).
    """
    assert actor.tenant_id == current_frame().tenant_id
    secret_id, token = new_id(), prefix + secrets.token_urlsafe(32)
    insert_rows(Secret, ("id", "secret_hash", "created_at"), [(secret_id, hash_secret(token), current_frame().now)])
    return secret_id, token
