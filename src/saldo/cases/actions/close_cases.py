from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import update_rows
from saldo.cases.choices import CaseState
from saldo.cases.events import CasesClosed
from saldo.cases.models import Case
from saldo.cases.queries import lock_cases
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


def close_cases(case_ids: Sequence[UUID], *, note: str, actor: Actor) -> Outcome[UUID]:
    """A person is done with cases; `note` says for the house what came of them. Publishes CasesClosed.

    Unchanged: closed already. Refused: "not_found". What was in dispute may be asked for again.
    """
    actor.require("close_cases")
    found = lock_cases(actor.tenant_id, case_ids)
    outcome: Outcome[UUID] = Outcome()
    for case_id in dict.fromkeys(case_ids):
        if case_id not in found:
            outcome.refused.append(Refusal(case_id, "not_found", "There is no such case."))
        elif found[case_id].is_open:
            outcome.done.append(case_id)
        else:
            outcome.unchanged.append(case_id)
    if outcome.done:
        now, said = current_frame().now, note.strip()[:300]
        rows = [(one, CaseState.CLOSED.value, now, actor.name[:200], said) for one in outcome.done]
        update_rows(Case, ("id", "state", "closed_at", "closed_by", "note"), rows)
        before, after = {"state": CaseState.OPEN.value}, {"state": CaseState.CLOSED.value, "note": said}
        record("close_cases", [AuditLine("case", one, before, after) for one in outcome.done], actor=actor)
        publish(CasesClosed(tuple(outcome.done)))
    return outcome
