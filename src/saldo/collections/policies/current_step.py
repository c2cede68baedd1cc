"""At which step does a customer stand, seen from what is overdue today?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from saldo.collections.policies.decide_next_step import OverdueItem
from saldo.collections.policies.rules import Rules


def current_step(taken: int, overdue: Sequence[OverdueItem], rules: Rules, *, on: date) -> int:
    """The last step taken, but never a later one than the age of the oldest item gives reason for; at least the first.

    When the old invoices that led to a stern step are paid, a young one goes on from the gentle words. Whoever finds
    the step lower than it was keeps it so: otherwise it would climb again by the passing of days alone.
    """
    if not overdue or not taken:
        return 0
    oldest_days = max((on - one.due_on).days for one in overdue)
    reason = sum(1 for step in rules.steps if step.after_days <= oldest_days)
    return min(taken, max(reason, 1))
