"""Reading the trail, and proving its seals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from saldo.base.audit.models import AuditRecord, AuditSeal
from saldo.base.audit.policies.seal_hash import GENESIS, seal_hash

SEALED_COLUMNS = (
    *("id", "recorded_at", "actor_kind", "actor_id", "actor_name", "action"),
    *("subject_type", "subject_id", "before", "after", "reason"),
)


class SealProof(NamedTuple):
    """What proving a tenant's seals found: how many records and seals were compared, and which seals do not hold."""

    seals: int
    records: int
    broken: tuple[int, ...]


def records_of(tenant_id: UUID, subject_id: UUID) -> list[AuditRecord]:
    """Everything that happened to one thing, oldest first."""
    return list(AuditRecord.objects.filter(tenant_id=tenant_id, subject_id=subject_id).order_by("recorded_at", "id"))


def rows_between(tenant_id: UUID, after: datetime | None, up_to: datetime) -> Iterator[tuple[Any, ...]]:
    """The sealed columns of the records with `after` <= recorded_at < `up_to`, in the order of the seal."""
    rows = AuditRecord.objects.filter(tenant_id=tenant_id, recorded_at__lt=up_to)
    if after is not None:
        rows = rows.filter(recorded_at__gte=after)
    return iter(rows.order_by("recorded_at", "id").values_list(*SEALED_COLUMNS))


def prove_audit(tenant_id: UUID) -> SealProof:
    """Recompute every seal of a tenant from its records."""
    previous, after, broken, records = GENESIS, None, [], 0
    seals = list(AuditSeal.objects.filter(tenant_id=tenant_id).order_by("number"))
    for expected, seal in enumerate(seals, 1):
        computed, count = seal_hash(previous, rows_between(tenant_id, after, seal.sealed_up_to))
        records += count
        holds = (seal.number, seal.previous_hash, seal.seal_hash, seal.record_count) == (
            *(expected, previous, computed),
            count,
        )
        if not holds:
            broken.append(seal.number)
        previous, after = seal.seal_hash, seal.sealed_up_to
    return SealProof(len(seals), records, tuple(broken))
