from saldo.base.events.actions.publish import publish
from saldo.base.events.actions.run_due_jobs import run_due_jobs

__all__ = ["publish", "run_due_jobs"]
