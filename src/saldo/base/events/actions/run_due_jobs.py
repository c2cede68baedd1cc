from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

_NEXT = """
    SELECT id, task_name, args FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
    ORDER BY priority DESC, id LIMIT 1
"""


Substitute = Callable[[list[UUID]], None]


def run_due_jobs(*, now: datetime, limit: int = 100_000, instead: Mapping[str, Substitute] | None = None) -> int:
    """Run the waiting jobs that are due, one after the other, in this process, and take them off the queue.

    Returns how many ran. For the demo's past and for stories with a clock of their own: a worker's clock would be
    another, so no worker may run beside it. A job that fails raises here and stays in the queue. `instead` names jobs
    that the caller does otherwise, such as handing mail over where there is no mail server; it gets their ids.
    """
    substitutes = instead or {}
    for count in range(limit):
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [now])
            row = cursor.fetchone()
        if row is None:
            return count
        arguments = row[2] if isinstance(row[2], dict) else json.loads(row[2])
        if row[1] in substitutes:
            substitutes[row[1]]([UUID(one) for one in arguments["ids"]])
        else:
            app.tasks[row[1]].func(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [row[0]])
    return limit
