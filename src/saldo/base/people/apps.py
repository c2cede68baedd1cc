from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import import_string


class PeopleConfig(AppConfig):
    name = "saldo.base.people"
    label = "people"

    def ready(self) -> None:
        note_sign_in = import_string("saldo.base.people.handlers.note_sign_in")
        user_logged_in.connect(note_sign_in, dispatch_uid="people.note_sign_in")
