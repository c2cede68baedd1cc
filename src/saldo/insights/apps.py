from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "saldo.insights"
    label = "insights"
