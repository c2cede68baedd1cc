from saldo.insights.models.customer_habit import CustomerHabit
from saldo.insights.models.day_figure import DayFigure
from saldo.insights.models.goal import Goal
from saldo.insights.models.snapshot import Snapshot

__all__ = ["CustomerHabit", "DayFigure", "Goal", "Snapshot"]
