from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "saldo.base.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("handlers")  # the queue itself finds tasks.py only
