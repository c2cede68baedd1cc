from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.files.policies.read_table import read_table
from saldo.base.inbox.actions import receive_message
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.imports.choices import RowKind, RunState
from saldo.imports.models import ImportRun
from saldo.imports.queries import get_run, kept_options
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput


def start_import(
    run_id: UUID, *, kind: str, legal_entity_id: UUID, file_name: str, body: bytes, actor: Actor
) -> ImportRun:
    """Keep a file as it came, for rows of a kind to be taken from it. The same id again returns what stands.

    Raises BadInput (`file`) for what is no table, NotFound for an unknown issuer.
    """
    actor.require(f"import_{RowKind(kind).value}")
    get_legal_entity(actor.tenant_id, legal_entity_id)
    try:
        table = read_table(body)
    except BadInput as error:
        raise BadInput(error.code, error.sentence, field="file") from error
    file_id = receive_message(source="import", external_id=str(run_id), headers={"name": file_name}, body=body)
    if file_id is None:
        return get_run(actor.tenant_id, run_id)
    run = ImportRun(
        id=run_id,
        tenant_id=actor.tenant_id,
        kind=kind,
        state=RunState.MAPPING,
        legal_entity_id=legal_entity_id,
        file_id=file_id,
        file_name=file_name[:200],
        options=kept_options(actor.tenant_id, kind, table.header),
        rows_expected=max(body.count(b"\n") - table.header_number + (not body.endswith(b"\n")), 0),
        author_id=actor.id,
        author_name=actor.name,
        created_at=current_frame().now,
    )
    run.save(force_insert=True)
    line = AuditLine("import", run.id, None, {"kind": kind, "file": run.file_name, "bytes": len(body)})
    record("start_import", [line], actor=actor)
    return run
