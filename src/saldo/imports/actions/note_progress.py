from __future__ import annotations

from uuid import UUID

from saldo.imports.choices import WORKING
from saldo.imports.models import ImportRun
from saldo.kernel.actors import Actor


def note_progress(run_id: UUID, *, rows_seen: int, actor: Actor) -> None:
    """Note how many rows a job has looked at, for whoever watches."""
    rows = ImportRun.objects.filter(tenant_id=actor.tenant_id, id=run_id, state__in=WORKING)
    rows.update(rows_seen=rows_seen)
