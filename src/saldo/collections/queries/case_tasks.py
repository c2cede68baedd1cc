"""The tasks that customers' cases have put on the worklist."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count

from saldo.collections.choices import TaskState
from saldo.collections.models import Task


def open_tasks_of_cases(tenant_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The open task of each case that has one. One query."""
    rows = Task.objects.filter(tenant_id=tenant_id, case_id__in=case_ids, state=TaskState.OPEN)
    return {case_id: task_id for case_id, task_id in rows.values_list("case_id", "id") if case_id}


def task_counts_of_cases(tenant_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many tasks each case has had, open or done. One query."""
    rows = Task.objects.filter(tenant_id=tenant_id, case_id__in=case_ids)
    counts = rows.order_by().values_list("case_id").annotate(number=Count("id"))
    return {case_id: number for case_id, number in counts if case_id}
