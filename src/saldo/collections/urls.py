from __future__ import annotations

from django.urls import path

from saldo.collections import views

app_name = "collections"
urlpatterns = [
    path("settings/policy", views.change_policy, name="change_policy"),
    path("settings/policy/words/<str:tone>/<str:language>", views.change_words, name="change_words"),
    path("today", views.show_worklist, name="show_worklist"),
    path("today/left-alone", views.show_left_alone, name="show_left_alone"),
    path("today/<uuid:task_id>", views.show_task, name="show_task"),
    path("today/<uuid:task_id>/mail", views.show_mail, name="show_mail"),
    path("today/<uuid:task_id>/letter/<str:currency>.pdf", views.show_letter, name="show_letter"),
    path("today/<uuid:task_id>/change", views.change_reminder, name="change_reminder"),
    path("today/<uuid:task_id>/send", views.send_reminders, name="send_reminders"),
    path("today/<uuid:task_id>/dismiss", views.dismiss_reminders, name="dismiss_reminders"),
    path("today/<uuid:task_id>/snooze", views.snooze_tasks, name="snooze_tasks"),
    path("today/<uuid:task_id>/recall", views.recall_reminders, name="recall_reminders"),
    path("today/<uuid:task_id>/reopen", views.reopen_tasks, name="reopen_tasks"),
    path("today/<uuid:task_id>/log", views.log_outcome, name="log_outcome"),
    path("today/<uuid:task_id>/note", views.note_task, name="note_task"),
    path("today/<uuid:task_id>/close", views.close_tasks, name="close_tasks"),
]
