from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "saldo.imports"
    label = "imports"
