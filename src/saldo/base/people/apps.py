from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "saldo.base.people"
    label = "people"
