from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "saldo.base.numbering"
    label = "numbering"
