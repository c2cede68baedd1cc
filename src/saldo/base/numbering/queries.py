"""Series and where they stand."""

from __future__ import annotations

from uuid import UUID

from saldo.base.numbering.models import NumberCounter


def list_counters(tenant_id: UUID) -> list[NumberCounter]:
    """Every counter with its series."""
    rows = NumberCounter.objects.filter(tenant_id=tenant_id).select_related("series")
    return list(rows.order_by("series__kind", "year"))
