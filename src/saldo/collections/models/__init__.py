from saldo.collections.models.policy import Policy
from saldo.collections.models.reminder import Reminder
from saldo.collections.models.reminder_item import ReminderItem
from saldo.collections.models.standing import Standing
from saldo.collections.models.task import Task

__all__ = ["Policy", "Reminder", "ReminderItem", "Standing", "Task"]
