from saldo.collections.queries.candidates import customers_to_decide, lost_reminders
from saldo.collections.queries.policy import PolicyInForce, current_policy, gates_today

__all__ = ["PolicyInForce", "current_policy", "customers_to_decide", "gates_today", "lost_reminders"]
