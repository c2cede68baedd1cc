from __future__ import annotations

import json
from typing import Any

from saldo.base.inbox.models import KeptAnswer
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def keep_answer(key: str, *, request_hash: str, status: int, body: Any, actor: Actor) -> bool:
    """Keep the answer to a request in the transaction of what it did. False where another request kept one first."""
    columns = ("id", "caller_id", "key", "request_hash", "status", "body", "created_at")
    row = (new_id(), actor.id, key, request_hash, status, json.dumps(body), current_frame().now)
    return bool(insert_rows(KeptAnswer, columns, [row], unless_exists=("tenant_id", "caller_id", "key")))
