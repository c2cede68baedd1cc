from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from saldo.base.events.jobs import defer
from saldo.kernel.actors import Actor


class Sending(NamedTuple):
    """A message and the job that carries it."""

    message_id: UUID
    job: str


def defer_sending(sendings: Sequence[Sending], *, run_at: datetime | None, actor: Actor) -> None:
    """Ask for the jobs that carry messages, each message by its own job, in chunks."""
    by_job: defaultdict[str, list[UUID]] = defaultdict(list)
    for one in sendings:
        by_job[one.job].append(one.message_id)
    for name, ids in by_job.items():
        defer(name, ids, run_at=run_at)
