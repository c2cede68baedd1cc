from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.payments.models import GatewayAccount


def disconnect_gateways(gateway_account_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Begin no more payments through accounts. What is on its way is still heard of: their addresses stay open.

    Unchanged: off already. Refused: "not_found".
    """
    actor.require("disconnect_gateways")
    rows = GatewayAccount.objects.select_for_update().filter(
        tenant_id=actor.tenant_id, id__in=list(gateway_account_ids)
    )
    known = {row.id: row for row in rows.order_by("id")}
    outcome: Outcome[UUID] = Outcome()
    for account_id in gateway_account_ids:
        row = known.get(account_id)
        if row is None:
            outcome.refused.append(Refusal(account_id, "not_found", "There is no such gateway."))
        else:
            (outcome.done if row.is_active else outcome.unchanged).append(account_id)
    rows.filter(id__in=outcome.done).update(is_active=False)
    lines = [AuditLine("gateway_account", one, {"is_active": True}, {"is_active": False}) for one in outcome.done]
    record("disconnect_gateways", lines, actor=actor)
    return outcome
