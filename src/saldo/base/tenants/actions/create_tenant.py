from __future__ import annotations

from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.models import Tenant


def create_tenant(tenant_id: UUID, *, name: str) -> UUID:
    """Create the account whose id the frame was opened with; a second call with the same id changes nothing.

    For `saldo setup`, the demo and the tests; there is no actor before there is a tenant.
    """
    assert current_frame().tenant_id == tenant_id
    Tenant.objects.bulk_create([Tenant(id=tenant_id, name=name, created_at=current_frame().now)], ignore_conflicts=True)
    return tenant_id
