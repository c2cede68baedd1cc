from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.models import Secret
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def keep_secrets(hashes: Sequence[bytes], *, actor: Actor) -> list[UUID]:
    """Keep the hashes of tokens that the caller derives: each opens the actor's tenant. Ids in the same order."""
    assert actor.tenant_id == current_frame().tenant_id
    now, ids = current_frame().now, [new_id() for _ in hashes]
    insert_rows(
        Secret,
        ("id", "secret_hash", "created_at"),
        [(secret_id, one, now) for secret_id, one in zip(ids, hashes, strict=True)],
    )
    return ids
