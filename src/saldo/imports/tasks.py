"""The job that takes a file: checked or imported in one transaction, its progress noted beside it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from saldo.base.events.jobs import job
from saldo.base.people.policies.permissions import PERMISSIONS
from saldo.base.tenants.frame import frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.imports.actions import finish_work, note_progress, take_rows
from saldo.imports.choices import WORKING, RunState
from saldo.imports.models import ImportRun
from saldo.imports.policies.map_file import map_file
from saldo.imports.policies.row_fates import Import, Report, is_to_be_kept
from saldo.imports.queries import KINDS, get_run, table_of, told_of
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import BadInput

NOTE_EVERY_S = 1.0
"""How often somebody who watches sees the bar move."""


@job("imports.work", outside=True, queue="default")
def work(run_ids: Sequence[UUID], *, tenant_id: UUID, actor: Actor) -> None:
    """Check or import files that wait for it. What a killed worker had begun was rolled back and is begun anew."""
    for run_id in run_ids:
        with frame(tenant_id):
            run = get_run(tenant_id, run_id)
        if run.state in WORKING:
            _work(run, _author(run) if run.author_id else actor)


def _author(run: ImportRun) -> Actor:
    """Whoever asked for it; that they may was asked then."""
    return Actor(run.tenant_id, ActorKind.PERSON, run.author_id, run.author_name, PERMISSIONS["owner"])


def _work(run: ImportRun, actor: Actor) -> None:
    is_import = run.state == RunState.IMPORTING
    try:
        with _watched(run, actor) as advance, frame(run.tenant_id):
            if not _is_mine(run):
                return
            wanted = _wanted(run, dry_run=not is_import)
            report = take_rows(wanted, actor=actor, advance=advance)
            kept = is_to_be_kept(report, wanted)
            if kept:
                _finish(run, report, "", actor, taken=True)
            transaction.set_rollback(not kept)
    except BadInput as error:
        with frame(run.tenant_id):
            _finish(run, None, f"{error.code}: {error.sentence}", actor, taken=False)
        return
    if not kept:  # checked only, or something has changed since the check and nothing was taken
        with frame(run.tenant_id):
            _finish(run, report, "", actor, taken=False)


def _finish(run: ImportRun, report: Report | None, problem: str, actor: Actor, *, taken: bool) -> None:
    finish_work(run.id, step=run.step, report=report, problem=problem, taken=taken, actor=actor)


def _is_mine(run: ImportRun) -> bool:
    """Whether no other worker is at it, nor has been: a job that stalled may be started twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"imports:{run.id}"])
        if not cursor.fetchone()[0]:
            return False
    now = get_run(run.tenant_id, run.id)
    return (now.step, now.state) == (run.step, run.state)


def _wanted(run: ImportRun, *, dry_run: bool) -> Import:
    table, kind, options = table_of(run), KINDS[run.kind], run.options
    told = told_of(options)
    mapping = map_file(table, kind, told)
    brought = None
    if run.kind == "invoices" and options.get("create_customers"):
        number = {"number": mapping.columns["customer"]}
        brought = map_file(table, KINDS["customers"], replace(told, columns=number)).columns
    return Import(
        kind=run.kind,
        table=table,
        columns=mapping.columns,
        format=mapping.format,
        issuer=None if run.kind == "customers" else get_legal_entity(run.tenant_id, run.legal_entity_id),
        email_pattern=told.email_pattern,
        customer_columns=brought,
        skips_unpaid=bool(options.get("skips_unpaid")),
        dry_run=dry_run,
        takes_good_rows=run.takes_good_rows,
    )


@contextmanager
def _watched(run: ImportRun, actor: Actor) -> Iterator[Any]:
    """What `take_rows` tells how far it is: noted in transactions of their own, since its own shows nothing yet."""
    pending: list[Future[None]] = []
    seen, noted_at = 0, time.monotonic()
    with ThreadPoolExecutor(max_workers=1) as aside:

        def advance(rows: int) -> None:
            nonlocal seen, noted_at
            seen += rows
            if time.monotonic() - noted_at >= NOTE_EVERY_S:
                noted_at = time.monotonic()
                pending.append(aside.submit(_note, run, seen, actor))

        yield advance
        for one in pending:
            one.result()


def _note(run: ImportRun, seen: int, actor: Actor) -> None:
    try:
        with frame(run.tenant_id):
            note_progress(run.id, rows_seen=seen, actor=actor)
    finally:
        connection.close()
