"""Imports, and what is known of a file before and after its rows are taken."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.read_table import Table, read_table
from saldo.base.inbox.queries import get_message
from saldo.customers.policies.customer_columns import CUSTOMERS
from saldo.imports.models import ImportRun, KeptMapping
from saldo.imports.policies.map_file import Told
from saldo.invoices.policies.read_invoice_rows import INVOICES
from saldo.kernel.errors import NotFound
from saldo.settlement.policies.read_payment_rows import PAYMENTS

KINDS: Mapping[str, ImportKind] = {one.name: one for one in (CUSTOMERS, INVOICES, PAYMENTS)}


def get_run(tenant_id: UUID, run_id: UUID, *, locked: bool = False) -> ImportRun:
    """One import; `locked` for whoever is going to move it on. Raises NotFound."""
    rows = ImportRun.objects.filter(tenant_id=tenant_id, id=run_id)
    found = (rows.select_for_update() if locked else rows).first()
    if found is None:
        raise NotFound()
    return found


def latest_runs(tenant_id: UUID, *, limit: int = 20) -> list[ImportRun]:
    """The imports of late, newest first, without their reports."""
    rows = ImportRun.objects.filter(tenant_id=tenant_id).order_by("-created_at", "-id")
    return list(rows.defer("report", "options")[:limit])


def table_of(run: ImportRun) -> Table:
    """The file as it came, understood. Raises BadInput."""
    return read_table(bytes(get_message(run.tenant_id, run.file_id).body))


def told_of(options: Mapping[str, Any]) -> Told:
    """What the options of a run say of its file: every field has its column, or "" for none."""
    names = ("currency", "date_format", "decimal_mark", "email_pattern")
    return Told(columns=options.get("columns", {}), **{name: options.get(name, "") for name in names})


def hash_header(header: tuple[str, ...]) -> str:
    """What tells files of one program from those of another."""
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def kept_options(tenant_id: UUID, kind: str, header: tuple[str, ...]) -> dict[str, Any]:
    """How a file with this header was read the last time; empty where none was."""
    rows = KeptMapping.objects.filter(tenant_id=tenant_id, kind=kind, header_hash=hash_header(header))
    found: dict[str, Any] | None = rows.values_list("options", flat=True).first()
    return found or {}
