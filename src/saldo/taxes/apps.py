from django.apps import AppConfig


class TaxesConfig(AppConfig):
    name = "saldo.taxes"
    label = "taxes"
