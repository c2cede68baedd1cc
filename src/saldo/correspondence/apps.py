from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "saldo.correspondence"
    label = "correspondence"
