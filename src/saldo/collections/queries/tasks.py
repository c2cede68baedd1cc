"""One task, and what comes next for one customer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.collections.models import Task
from saldo.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where a customer stands, and the first task that waits for a person. What there is not is None or ""."""

    step: int
    step_on: date | None
    last_contact_on: date | None
    silence: str
    decided_on: date | None
    task_id: UUID | None
    task_kind: str
    task_detail: str
    task_facts: Mapping[str, str]
    reminder_step: int | None
    promised_until: date | None


_NEXT = """
    SELECT coalesce(standing.step, 0), standing.step_on, standing.last_contact_on, coalesce(standing.silence, ''),
           standing.decided_on, task.id, coalesce(task.kind, ''), coalesce(task.detail, ''),
           coalesce(task.facts, '{}'::jsonb)::text, reminder.step, standing.promised_until
    FROM (SELECT 1) AS one
    LEFT JOIN LATERAL (
        SELECT * FROM collections_standing WHERE tenant_id = %(tenant)s AND customer_id = %(customer)s
        ORDER BY decided_on DESC, id LIMIT 1
    ) AS standing ON true
    LEFT JOIN LATERAL (
        SELECT * FROM collections_task
        WHERE tenant_id = %(tenant)s AND customer_id = %(customer)s AND state = 'open'
        ORDER BY due_on, id LIMIT 1
    ) AS task ON true
    LEFT JOIN collections_reminder AS reminder ON reminder.tenant_id = %(tenant)s AND reminder.id = task.reminder_id
"""


def get_task(tenant_id: UUID, task_id: UUID, *, locked: bool = False) -> Task:
    """One task with the reminder that it is about, open or done; `locked` for whoever changes it. Raises NotFound."""
    rows = Task.objects.select_for_update(of=("self",)) if locked else Task.objects
    found = rows.select_related("reminder").filter(tenant_id=tenant_id, id=task_id).first()
    if found is None:
        raise NotFound()
    return found


def next_step_of(tenant_id: UUID, customer_id: UUID) -> NextStep:
    """What was decided about a customer last, and what a person is asked to do. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"tenant": tenant_id, "customer": customer_id})
        row = cursor.fetchone()
    values: dict[str, Any] = dict(zip((one.name for one in fields(NextStep)), row, strict=True))
    return NextStep(**values | {"task_facts": json.loads(values["task_facts"])})
