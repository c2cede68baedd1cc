from saldo.collections.queries.candidates import customers_to_decide, lost_reminders
from saldo.collections.queries.policy import PolicyInForce, current_policy, gates_today
from saldo.collections.queries.stakes import Stake, overdue_of
from saldo.collections.queries.worklist import (
    StandingView,
    WorklistPage,
    WorklistRow,
    count_waiting,
    left_alone,
    standing_of,
    standings_of,
    worklist,
)

__all__ = [
    "PolicyInForce",
    "Stake",
    "StandingView",
    "WorklistPage",
    "WorklistRow",
    "count_waiting",
    "current_policy",
    "customers_to_decide",
    "gates_today",
    "left_alone",
    "lost_reminders",
    "overdue_of",
    "standing_of",
    "standings_of",
    "worklist",
]
