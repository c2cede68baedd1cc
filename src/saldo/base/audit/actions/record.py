from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from saldo.base.audit.models import AuditRecord
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


class AuditLine(NamedTuple):
    """One thing that a verb changed; `before` is None where it did not exist. Values must be JSON or have a `str`."""

    subject_type: str
    subject_id: UUID
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record(action: str, lines: Iterable[AuditLine], *, actor: Actor, reason: str = "") -> None:
    """Write one record per changed thing, in one statement, dated with the frame's instant."""
    now = current_frame().now
    insert_rows(
        AuditRecord,
        ("id", "recorded_at", "actor_kind", "actor_id", "actor_name", "action")
        + ("subject_type", "subject_id", "before", "after", "reason"),
        [
            (new_id(), now, actor.kind.value, actor.id, actor.name, action)
            + (line.subject_type, line.subject_id, _json(line.before), _json(line.after), reason)
            for line in lines
        ],
    )


_encode = json.JSONEncoder(default=str, sort_keys=True).encode  # `dumps` would make one for each record


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else _encode(values)
