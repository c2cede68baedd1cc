from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import ApiKey
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound


def revoke_api_key(key_id: UUID, *, actor: Actor) -> None:
    """Close a key at once; a key that is closed stays as it is. Raises NotFound."""
    actor.require("revoke_api_key")
    keys = ApiKey.objects.filter(tenant_id=actor.tenant_id, id=key_id)
    if not keys.exists():
        raise NotFound()
    if keys.filter(revoked_at=None).update(revoked_at=current_frame().now):
        record("revoke_api_key", [AuditLine("api_key", key_id, {"revoked": False}, {"revoked": True})], actor=actor)
