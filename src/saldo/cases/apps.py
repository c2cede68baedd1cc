from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "saldo.cases"
    label = "cases"
