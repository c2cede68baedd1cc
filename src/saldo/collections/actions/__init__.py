from saldo.collections.actions.change_policy import change_policy
from saldo.collections.actions.change_reminder import change_reminder
from saldo.collections.actions.close_tasks import close_tasks
from saldo.collections.actions.dismiss_reminders import dismiss_reminders
from saldo.collections.actions.log_outcome import Talk, log_outcome
from saldo.collections.actions.note_delivery import note_delivery
from saldo.collections.actions.open_tasks import NewTask, open_tasks
from saldo.collections.actions.recall_reminders import recall_reminders
from saldo.collections.actions.recheck_reminders import recheck_reminders
from saldo.collections.actions.reopen_tasks import reopen_tasks
from saldo.collections.actions.review_reminders import review_reminders
from saldo.collections.actions.send_reminders import send_reminders
from saldo.collections.actions.snooze_tasks import snooze_tasks
from saldo.collections.actions.stop_reminders import stop_reminders
from saldo.collections.actions.take_next_steps import take_next_steps
from saldo.collections.actions.write_reminders import write_reminders

__all__ = [
    "NewTask",
    "Talk",
    "change_policy",
    "change_reminder",
    "close_tasks",
    "dismiss_reminders",
    "log_outcome",
    "note_delivery",
    "open_tasks",
    "recall_reminders",
    "recheck_reminders",
    "reopen_tasks",
    "review_reminders",
    "send_reminders",
    "snooze_tasks",
    "stop_reminders",
    "take_next_steps",
    "write_reminders",
]
