from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

_DUE = """
    SELECT id, task_name, args FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
    ORDER BY priority DESC, id LIMIT %s
"""

MERGED = 200
"""So many waiting jobs are looked at together when jobs are merged."""

Substitute = Callable[[list[UUID]], None]


def run_due_jobs(
    *, now: datetime, limit: int = 100_000, instead: Mapping[str, Substitute] | None = None, merge: bool = False
) -> int:
    """Run the waiting jobs that are due, one after the other, in this process, and take them off the queue.

    Returns how many ran. For the demo's past and for stories with a clock of their own: a worker's clock would be
    another, so no worker may run beside it. A job that fails raises here and stays in the queue. `instead` names jobs
    that the caller does otherwise, such as handing mail over where there is no mail server; it gets their ids. With
    `merge` those of one name that wait for the same tenant are run as one job with all their ids.
    """
    count = 0
    while count < limit:
        with connection.cursor() as cursor:
            cursor.execute(_DUE, [now, MERGED if merge else 1])
            rows = [(row[0], row[1], _arguments(row[2])) for row in cursor.fetchall()]
        if not rows:
            return count
        for job_ids, name, arguments in _merged(rows):
            if instead is not None and name in instead:
                instead[name]([UUID(one) for one in arguments["ids"]])
            else:
                app.tasks[name].func(**arguments)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [job_ids])
            count += len(job_ids)
    return count


def _arguments(stored: Any) -> dict[str, Any]:
    return stored if isinstance(stored, dict) else json.loads(stored)


def _merged(rows: Sequence[tuple[int, str, dict[str, Any]]]) -> list[tuple[list[int], str, dict[str, Any]]]:
    """Jobs of one name and tenant as one, at the place of the first; each id once."""
    found: dict[tuple[str, str], tuple[list[int], str, dict[str, Any]]] = {}
    for job_id, name, arguments in rows:
        key = (name, str(arguments.get("tenant_id")))
        if key in found and "ids" in arguments:
            found[key][0].append(job_id)
            together = found[key][2]
            together["ids"] = list(dict.fromkeys([*together["ids"], *arguments["ids"]]))
        else:
            found[key if "ids" in arguments else (name, str(job_id))] = ([job_id], name, dict(arguments))
    return list(found.values())
