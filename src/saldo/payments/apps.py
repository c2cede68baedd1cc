from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "saldo.payments"
    label = "payments"
