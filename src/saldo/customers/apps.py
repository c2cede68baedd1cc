from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "saldo.customers"
    label = "customers"
