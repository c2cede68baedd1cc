from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class ApiKey(TenantModel):
    """A program's way in. `secret` holds the hash of the key; `scopes` are names of `API_SCOPES`."""

    name = models.CharField(max_length=120)
    secret = TenantForeignKey("tenants.Secret")
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
