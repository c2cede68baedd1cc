from saldo.collections.queries.candidates import customers_to_decide, lost_reminders
from saldo.collections.queries.policy import PolicyInForce, current_policy, gates_today
from saldo.collections.queries.stakes import Stake, overdue_of
from saldo.collections.queries.worklist import (
    StandingView,
    WorklistPage,
    WorklistRow,
    count_waiting,
    done_on,
    left_alone,
    next_task,
    put_off,
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
    "done_on",
    "left_alone",
    "lost_reminders",
    "next_task",
    "overdue_of",
    "put_off",
    "standing_of",
    "standings_of",
    "worklist",
]
