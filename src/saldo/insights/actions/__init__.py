from saldo.insights.actions.set_goal import set_goal
from saldo.insights.actions.snapshot_insights import snapshot_insights

__all__ = ["set_goal", "snapshot_insights"]
