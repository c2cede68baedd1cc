from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "saldo.web.console"
    label = "console"
