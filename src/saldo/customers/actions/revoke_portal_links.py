from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.customers.models import PortalLink
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome


def revoke_portal_links(customer_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Close every link of these customers at once; `done` holds the ids of the links that were open until now."""
    actor.require("revoke_portal_links")
    now = current_frame().now
    links = PortalLink.objects.filter(
        tenant_id=actor.tenant_id, customer_id__in=set(customer_ids), revoked_at=None, expires_at__gt=now
    )
    open_links = list(links.order_by("id").select_for_update().values_list("id", flat=True))
    PortalLink.objects.filter(tenant_id=actor.tenant_id, id__in=open_links).update(revoked_at=now)
    record(
        "revoke_portal_links",
        [AuditLine("portal_link", one, {"revoked_at": None}, {"revoked_at": now}) for one in open_links],
        actor=actor,
    )
    return Outcome(done=open_links)
