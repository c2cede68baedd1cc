from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "saldo.base.inbox"
    label = "inbox"
