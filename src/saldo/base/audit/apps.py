from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "saldo.base.audit"
    label = "audit"
