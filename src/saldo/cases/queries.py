"""What customers asked and what they say is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from saldo.cases.choices import CaseKind, CaseState
from saldo.cases.models import Case
from saldo.kernel.errors import NotFound


class CaseSheet(NamedTuple):
    """The columns of a case."""

    id: UUID
    customer_id: UUID
    contact_id: UUID | None
    legal_entity_id: UUID
    invoice_id: UUID | None
    kind: str
    reason: str
    words: str
    proposed: Mapping[str, str]
    state: str
    author_name: str
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    note: str

    @property
    def is_open(self) -> bool:
        """Somebody waits for us."""
        return self.state == CaseState.OPEN


def get_case(tenant_id: UUID, case_id: UUID) -> CaseSheet:
    """One case. Raises NotFound."""
    found = cases(tenant_id, [case_id]).get(case_id)
    if found is None:
        raise NotFound()
    return found


def cases(tenant_id: UUID, case_ids: Iterable[UUID]) -> dict[UUID, CaseSheet]:
    """Those of the cases that exist, by id. One query."""
    rows = Case.objects.filter(tenant_id=tenant_id, id__in=list(set(case_ids)))
    return {row[0]: CaseSheet._make(row) for row in rows.values_list(*CaseSheet._fields)}


def lock_cases(tenant_id: UUID, case_ids: Iterable[UUID]) -> dict[UUID, CaseSheet]:
    """Cases by id, locked in the order of their ids until the transaction ends."""
    rows = Case.objects.select_for_update().filter(tenant_id=tenant_id, id__in=list(set(case_ids))).order_by("id")
    return {row[0]: CaseSheet._make(row) for row in rows.values_list(*CaseSheet._fields)}


def cases_of(tenant_id: UUID, customer_id: UUID, *, since: datetime) -> list[CaseSheet]:
    """A customer's open cases, and those opened since an instant; the newest first. One query."""
    rows = Case.objects.filter(tenant_id=tenant_id, customer_id=customer_id)
    rows = rows.filter(state=CaseState.OPEN) | rows.filter(opened_at__gte=since)
    return [CaseSheet._make(row) for row in rows.order_by("-opened_at", "-id").values_list(*CaseSheet._fields)]


def open_cases_of(tenant_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, list[CaseSheet]]:
    """The open cases of each customer that has any, the oldest first. One query."""
    found: dict[UUID, list[CaseSheet]] = {}
    rows = Case.objects.filter(tenant_id=tenant_id, customer_id__in=list(customer_ids), state=CaseState.OPEN)
    for row in rows.order_by("opened_at", "id").values_list(*CaseSheet._fields):
        found.setdefault(row[1], []).append(CaseSheet._make(row))
    return found


def disputed_invoices(tenant_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Invoices of which a customer says that something is wrong, each with its open case. One query."""
    rows = Case.objects.filter(
        tenant_id=tenant_id, customer_id__in=list(customer_ids), state=CaseState.OPEN, kind=CaseKind.DISPUTE
    )
    return {invoice_id: case_id for invoice_id, case_id in rows.values_list("invoice_id", "id") if invoice_id}


def opened_since(tenant_id: UUID, customer_ids: Collection[UUID], *, since: datetime) -> dict[UUID, int]:
    """How many cases each customer has opened since an instant. One query."""
    rows = Case.objects.filter(tenant_id=tenant_id, customer_id__in=list(customer_ids), opened_at__gte=since)
    return dict(rows.order_by().values_list("customer_id").annotate(number=Count("id")))
