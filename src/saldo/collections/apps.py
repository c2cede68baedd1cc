from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    name = "saldo.collections"
    label = "collections"
