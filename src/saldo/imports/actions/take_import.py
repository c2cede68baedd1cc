from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.jobs import defer
from saldo.imports.choices import RunState
from saldo.imports.models import ImportRun
from saldo.imports.queries import get_run
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict


def take_import(run_id: UUID, *, takes_good_rows: bool, actor: Actor) -> ImportRun:
    """Have the rows of a checked file taken: all of them, or the good ones. A second time changes nothing.

    Raises NotFound, Conflict ("not_checked"; "rows_refused" where rows are refused and the good ones were not asked
    for).
    """
    run = get_run(actor.tenant_id, run_id, locked=True)
    actor.require(f"import_{run.kind}")
    if run.state in (RunState.IMPORTING, RunState.DONE):
        return run
    if run.state != RunState.CHECKED:
        raise Conflict("not_checked", "This file has not been checked yet.")
    if run.refused_count and not takes_good_rows:
        raise Conflict("rows_refused", "Rows are refused. Mend them, or import the good rows only.")
    run.state, run.step, run.takes_good_rows, run.rows_seen = RunState.IMPORTING, run.step + 1, takes_good_rows, 0
    run.save(force_update=True, update_fields=["state", "step", "takes_good_rows", "rows_seen"])
    record("take_import", [AuditLine("import", run.id, None, {"takes_good_rows": takes_good_rows})], actor=actor)
    defer("imports.work", [run.id])
    return run
