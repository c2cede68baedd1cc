from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.jobs import defer
from saldo.base.tenants.writer import insert_rows, update_rows
from saldo.imports.choices import WORKING, RunState
from saldo.imports.models import ImportRun, KeptMapping
from saldo.imports.policies.map_file import map_file
from saldo.imports.queries import KINDS, get_run, hash_header, table_of, told_of
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict
from saldo.kernel.references import new_id

SAMPLE_ROWS = 2_000


def map_import(run_id: UUID, *, options: Mapping[str, Any], actor: Actor) -> ImportRun:
    """Say how a file is to be read, keep that for the next file with this header, and have its rows checked.

    Raises NotFound, Conflict ("at_work", "already_imported"), and BadInput that names `mapping`, `currency` or
    `date_format` where something has to be said that cannot be guessed.
    """
    run = get_run(actor.tenant_id, run_id, locked=True)
    actor.require(f"import_{run.kind}")
    if run.state in WORKING:
        raise Conflict("at_work", "This file is at work. Wait until it is done.")
    if run.state == RunState.DONE:
        raise Conflict("already_imported", "This file has been imported. Start again with another one.")
    table = table_of(run)
    map_file(table, KINDS[run.kind], told_of(options), most_rows=SAMPLE_ROWS)
    before, run.options = run.options, dict(options)
    run.state, run.step, run.problem, run.report = RunState.CHECKING, run.step + 1, "", b""
    run.rows_seen = run.done_count = run.unchanged_count = run.refused_count = 0
    run.save(force_update=True)
    _keep(run, table.header)
    record("map_import", [AuditLine("import", run.id, {"options": before}, {"options": run.options})], actor=actor)
    defer("imports.work", [run.id])
    return run


def _keep(run: ImportRun, header: tuple[str, ...]) -> None:
    options = json.dumps(run.options)
    mark = hash_header(header)
    row = (new_id(), run.kind, mark, options)
    columns = ("id", "kind", "header_hash", "options")
    if not insert_rows(KeptMapping, columns, [row], unless_exists=("tenant_id", "kind", "header_hash")):
        known = KeptMapping.objects.filter(tenant_id=run.tenant_id, kind=run.kind, header_hash=mark)
        update_rows(KeptMapping, ("id", "options"), [(known.values_list("id", flat=True).get(), options)])
