from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "saldo.web.ui"
    label = "ui"
