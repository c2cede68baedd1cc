from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "saldo.base.events"
    label = "events"
