from saldo.collections.views.change_policy import change_policy
from saldo.collections.views.change_reminder import change_reminder
from saldo.collections.views.change_words import change_words
from saldo.collections.views.close_tasks import close_tasks
from saldo.collections.views.dismiss_reminders import dismiss_reminders
from saldo.collections.views.log_outcome import log_outcome
from saldo.collections.views.note_task import note_task
from saldo.collections.views.recall_reminders import recall_reminders
from saldo.collections.views.reopen_tasks import reopen_tasks
from saldo.collections.views.send_reminders import send_reminders
from saldo.collections.views.show_left_alone import show_left_alone
from saldo.collections.views.show_letter import show_letter
from saldo.collections.views.show_mail import show_mail
from saldo.collections.views.show_task import show_task
from saldo.collections.views.show_worklist import show_worklist
from saldo.collections.views.snooze_tasks import snooze_tasks

__all__ = [
    "change_policy",
    "change_reminder",
    "change_words",
    "close_tasks",
    "dismiss_reminders",
    "log_outcome",
    "note_task",
    "recall_reminders",
    "reopen_tasks",
    "send_reminders",
    "show_left_alone",
    "show_letter",
    "show_mail",
    "show_task",
    "show_worklist",
    "snooze_tasks",
]
