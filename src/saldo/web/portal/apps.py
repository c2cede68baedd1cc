from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "saldo.web.portal"
    label = "portal"
