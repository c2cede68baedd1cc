from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.collections.actions.close_tasks import close_tasks
from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.choices import ReminderState, Silence, StopReason, TaskKind, TaskOutcome, TaskState
from saldo.collections.documents.letters import judge_letters
from saldo.collections.models import Reminder, Task
from saldo.collections.policies.decide_next_step import Silent
from saldo.collections.queries.stakes import overdue_of
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.outcomes import Outcome

_POINTLESS = (StopReason.SETTLED, Silence.NOTHING_TO_ASK, Silence.DISPUTED)
_ASKS_FOR_MONEY = (TaskKind.CHECK_PROMISE, TaskKind.CALL_CUSTOMER, TaskKind.DECIDE_NEXT)


def review_reminders(customer_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Stop what waits for customers and asks for nothing any more, after a payment or credit was settled.

    Of customers of whom nothing is overdue now, what asks a person to talk to them about money is closed too.
    """
    actor.require("review_reminders")
    rows = list(
        Reminder.objects.select_for_update()
        .filter(
            tenant_id=actor.tenant_id,
            customer_id__in=list(customer_ids),
            state__in=(ReminderState.DRAFTED, ReminderState.QUEUED),
        )
        .order_by("id")
    )
    judged = judge_letters(actor.tenant_id, rows)
    reasons = {one: found.reason for one, found in judged.items() if isinstance(found, Silent)}
    _close_settled(customer_ids, actor)
    return stop_reminders({one: why for one, why in reasons.items() if why in _POINTLESS}, actor=actor)


def _close_settled(customer_ids: Sequence[UUID], actor: Actor) -> None:
    rows = Task.objects.filter(tenant_id=actor.tenant_id, customer_id__in=list(customer_ids), state=TaskState.OPEN)
    waiting = dict(rows.filter(kind__in=_ASKS_FOR_MONEY).values_list("id", "customer_id"))
    if waiting:
        overdue = overdue_of(actor.tenant_id, sorted(set(waiting.values())), on=_today(actor.tenant_id))
        settled = [one for one, customer_id in waiting.items() if not overdue.get(customer_id)]
        close_tasks(settled, outcome="", actor=actor, code=TaskOutcome.NO_LONGER_NEEDED)


def _today(tenant_id: UUID) -> date:
    """The earliest business date of the issuers: where one is a day ahead, a day more is waited."""
    now = current_frame().now
    return min(business_date(now, entity.time_zone) for entity in list_legal_entities(tenant_id))
