"""Reading the trail, and proving its seals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from saldo.base.audit.models import AuditRecord, AuditSeal
from saldo.base.audit.policies.list_cursor import read_cursor, write_cursor
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


class RecordPage(NamedTuple):
    """Records, newest first, and the cursor of the next page where there is one."""

    records: list[AuditRecord]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records: by the name of whoever did it, the verb, the thing, and the instants between which it was done.

    `since` is included, `before` is not. What is empty does not narrow.
    """

    actor_name: str = ""
    action: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


def find_records(tenant_id: UUID, wanted: RecordFilter, *, cursor: str = "", limit: int = 50) -> RecordPage:
    """A page of the trail, newest first. Raises BadInput for a cursor that is none."""
    rows = _narrowed(tenant_id, wanted)
    if cursor:
        at, record_id = read_cursor(cursor)
        rows = rows.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=record_id), recorded_at__lte=at)
    found = list(rows.order_by("-recorded_at", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return RecordPage(found[:limit], write_cursor(last.recorded_at, last.id) if last else None)


def _narrowed(tenant_id: UUID, wanted: RecordFilter) -> QuerySet[AuditRecord]:
    rows = AuditRecord.objects.filter(tenant_id=tenant_id)
    if wanted.actor_name:
        rows = rows.filter(actor_name__iexact=wanted.actor_name)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.subject_id:
        rows = rows.filter(subject_id=wanted.subject_id)
    if wanted.since:
        rows = rows.filter(recorded_at__gte=wanted.since)
    return rows.filter(recorded_at__lt=wanted.before) if wanted.before else rows


def last_seal(tenant_id: UUID) -> AuditSeal | None:
    """The latest seal: what was recorded before its instant cannot change unseen."""
    return AuditSeal.objects.filter(tenant_id=tenant_id).order_by("-number").first()


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
