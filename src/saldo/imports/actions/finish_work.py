from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.inbox.actions import mark_handled
from saldo.base.tenants.frame import current_frame
from saldo.imports.choices import RunState
from saldo.imports.policies.row_fates import DONE, REFUSED, UNCHANGED, Report, pack_fates
from saldo.imports.queries import get_run
from saldo.kernel.actors import Actor


def finish_work(run_id: UUID, *, step: int, report: Report | None, problem: str, taken: bool, actor: Actor) -> None:
    """Write down what became of a file's rows: they were checked, or `taken`, or it could not be read (`problem`).

    Part of the job that took them, in its transaction where they were taken. One that was overtaken (another `step`)
    changes nothing.
    """
    run = get_run(actor.tenant_id, run_id, locked=True)
    if run.step != step:
        return
    run.problem, run.finished_at = problem[:500], current_frame().now
    run.state = RunState.FAILED if report is None else RunState.DONE if taken else RunState.CHECKED
    if report is not None:
        run.done_count, run.unchanged_count = report.count(DONE), report.count(UNCHANGED)
        run.refused_count, run.rows_seen = report.count(REFUSED), len(report.fates)
        run.rows_expected = len(report.fates)
        run.report = pack_fates(report.fates)
    run.save(force_update=True)
    if taken:
        mark_handled([run.file_id], actor=actor)
        after = {"done": run.done_count, "unchanged": run.unchanged_count, "refused": run.refused_count}
        record("finish_work", [AuditLine("import", run.id, None, after)], actor=actor)
