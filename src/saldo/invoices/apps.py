from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "saldo.invoices"
    label = "invoices"
