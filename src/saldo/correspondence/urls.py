from __future__ import annotations

from django.urls import path

from saldo.correspondence.views.find_unsent import find_unsent
from saldo.correspondence.views.retry_messages import retry_messages
from saldo.correspondence.views.show_mail import show_mail
from saldo.correspondence.views.show_message import show_message
from saldo.correspondence.views.show_sent_mail import show_sent_mail
from saldo.correspondence.views.show_timeline import show_timeline
from saldo.correspondence.views.write_note import write_note

app_name = "correspondence"
urlpatterns = [
    path("settings/mail", show_mail, name="show_mail"),
    path("customers/<uuid:customer_id>/messages", show_timeline, name="show_timeline"),
    path("customers/<uuid:customer_id>/notes", write_note, name="write_note"),
    path("messages/unsent", find_unsent, name="find_unsent"),
    path("messages/<uuid:message_id>", show_message, name="show_message"),
    path("messages/<uuid:message_id>/mail", show_sent_mail, name="show_sent_mail"),
    path("messages/<uuid:message_id>/retry", retry_messages, name="retry_messages"),
]
