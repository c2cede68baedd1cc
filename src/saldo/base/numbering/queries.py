"""Series and where they stand."""

from __future__ import annotations

from uuid import UUID

from saldo.base.numbering.models import NumberCounter, NumberSeries
from saldo.kernel.errors import NotFound


def get_series(tenant_id: UUID, legal_entity_id: UUID, kind: str) -> NumberSeries:
    """The series of an issuer for a kind of document. Raises NotFound."""
    found = NumberSeries.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id, kind=kind).first()
    if found is None:
        raise NotFound("no_series", f"There is no number series for {kind}. Create one in the settings.")
    return found


def list_counters(tenant_id: UUID) -> list[NumberCounter]:
    """Every counter with its series."""
    rows = NumberCounter.objects.filter(tenant_id=tenant_id).select_related("series")
    return list(rows.order_by("series__kind", "year"))
