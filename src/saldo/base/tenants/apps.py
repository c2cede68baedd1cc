from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class TenantsConfig(AppConfig):
    name = "saldo.base.tenants"
    label = "tenants"

    def ready(self) -> None:
        post_migrate.connect(_finish_tables, sender=self)


def _finish_tables(using: str, **_: Any) -> None:
    from saldo.base.tenants.operations import grant_global_rights, renew_keys

    grant_global_rights(connections[using])
    renew_keys(connections[using])
