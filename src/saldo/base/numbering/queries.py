"""Series and where they stand."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from saldo.base.numbering.models import NumberCounter, NumberSeries
from saldo.base.numbering.policies.format_number import counter_year, format_number


def list_counters(tenant_id: UUID) -> list[NumberCounter]:
    """Every counter with its series."""
    rows = NumberCounter.objects.filter(tenant_id=tenant_id).select_related("series")
    return list(rows.order_by("series__kind", "year"))


def series_of(tenant_id: UUID, legal_entity_id: UUID) -> list[NumberSeries]:
    """The series of one issuer, by kind."""
    rows = NumberSeries.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id)
    return list(rows.order_by("kind"))


class SeriesCard(NamedTuple):
    """A series and where it stands on a day: the number that the next document gets, and how many were used."""

    kind: str
    pattern: str
    next_number: str
    used: int


def series_cards(tenant_id: UUID, legal_entity_id: UUID, *, on: date) -> list[SeriesCard]:
    """Every series of an issuer with its next number."""
    rows = NumberSeries.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id).order_by("kind")
    counters = {
        (one.series_id, one.year): one.last_number
        for one in NumberCounter.objects.filter(tenant_id=tenant_id, series__legal_entity_id=legal_entity_id)
    }
    cards = []
    for one in rows:
        used = counters.get((one.id, counter_year(one.pattern, on)), 0)
        cards.append(SeriesCard(one.kind, one.pattern, format_number(one.pattern, used + 1, on), used))
    return cards
