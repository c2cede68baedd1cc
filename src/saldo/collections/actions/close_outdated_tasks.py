from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor

_CLOSE = """
    UPDATE collections_task task SET state = 'done', closed_at = %(now)s, outcome_code = 'no_longer_needed'
    WHERE tenant_id = %(tenant)s AND customer_id = ANY(%(customers)s) AND state = 'open'
      AND (kind IN ('fix_address', 'decide_next', 'check_promise')
        OR kind = 'deliver_invoice' AND key LIKE 'deliver_invoice:' || customer_id || ':%%')
      AND NOT EXISTS (
        SELECT FROM collections_standing standing
        WHERE standing.tenant_id = task.tenant_id AND standing.customer_id = task.customer_id
          AND (task.kind = 'fix_address' AND standing.silence IN ('no_address', 'bounced')
            OR task.kind = 'deliver_invoice' AND standing.silence = 'not_delivered'
            OR task.kind = 'decide_next' AND standing.step > 0
            OR task.kind = 'check_promise' AND (standing.step > 0 OR standing.silence <> ''))
      )
    RETURNING id
"""


def close_outdated_tasks(customer_ids: Sequence[UUID], *, actor: Actor) -> list[UUID]:
    """Take off the worklist what asked a person to end a silence that has ended by itself. Returns the tasks."""
    actor.require("close_outdated_tasks")
    if not customer_ids:
        return []
    values: dict[str, Any] = {"now": current_frame().now, "tenant": actor.tenant_id, "customers": list(customer_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, values)
        return [row[0] for row in cursor.fetchall()]
