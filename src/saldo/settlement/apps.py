from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "saldo.settlement"
    label = "settlement"
