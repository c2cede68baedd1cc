from __future__ import annotations

from uuid import UUID

from saldo.base.numbering.models import NumberSeries
from saldo.base.numbering.policies.format_number import check_pattern
from saldo.kernel.actors import Actor


def create_series(legal_entity_id: UUID, *, kind: str, pattern: str, actor: Actor) -> NumberSeries:
    """Create the series of a kind of document for an issuer; where there is one already, it is returned as it is.

    Raises BadInput for a pattern without a number.
    """
    actor.require("create_series")
    series, _ = NumberSeries.objects.get_or_create(
        tenant_id=actor.tenant_id,
        legal_entity_id=legal_entity_id,
        kind=kind,
        defaults={"pattern": check_pattern(pattern)},
    )
    return series
