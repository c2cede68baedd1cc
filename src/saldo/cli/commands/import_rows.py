"""A whole file in one transaction: all of it or nothing, or the good rows where they were asked for.

A dry run does the same and takes it back, so that it cannot say anything else than the import itself would.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from saldo.base.tenants.frame import frame
from saldo.imports.actions.take_rows import Advance, take_rows
from saldo.imports.policies.row_fates import DONE, Fate, Import, Report, is_to_be_kept
from saldo.kernel.actors import Actor

__all__ = ["Fate", "Import", "Report", "import_rows"]


def import_rows(wanted: Import, *, tenant_id: UUID, advance: Advance) -> Report:
    """Take the file, and keep what was taken unless it is a dry run or a row is refused that was not to be left out."""
    with frame(tenant_id):
        report = take_rows(wanted, actor=Actor.system(tenant_id, name="import"), advance=advance)
        kept = is_to_be_kept(report, wanted)
        transaction.set_rollback(not kept)
    report.written = kept and report.count(DONE) > 0
    return report
