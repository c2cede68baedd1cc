from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.choices import ReminderState, Silence, StopReason
from saldo.collections.documents.letters import judge_letters
from saldo.collections.models import Reminder
from saldo.collections.policies.decide_next_step import Silent
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome

_POINTLESS = (StopReason.SETTLED, Silence.NOTHING_TO_ASK)


def review_reminders(customer_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Stop what waits for customers and asks for nothing any more, after a payment or credit was settled."""
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
    return stop_reminders({one: why for one, why in reasons.items() if why in _POINTLESS}, actor=actor)
