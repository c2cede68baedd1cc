from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "saldo.runs"
    label = "runs"
