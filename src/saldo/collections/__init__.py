"""Collections: deciding whom to contact, when and how, by the customer's balance; reminders, standings, the worklist.

The first reminder after the due date is automatic, one message per customer listing everything overdue. Later steps
are drafted for a person, who reads, edits and sends them from the worklist. Nothing is sent that should not be: the
reason for every silence is kept. Verbs: change_policy, take_next_steps, send_reminders, change_reminder,
dismiss_reminder, open_tasks, close_tasks, snooze_tasks.
"""
