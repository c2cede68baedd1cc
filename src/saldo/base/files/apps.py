from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "saldo.base.files"
    label = "files"
