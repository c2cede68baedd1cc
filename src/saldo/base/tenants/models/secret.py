from __future__ import annotations

from django.contrib.postgres.indexes import HashIndex
from django.db import models

from saldo.base.tenants.fields import TenantModel


class Secret(TenantModel):
    """The SHA-256 of a random token that opens one tenant: an API key, a portal link, a webhook address.

    What the token may do is said by the row that points here.
    """

    secret_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [HashIndex(fields=["secret_hash"], name="tenants_secret_hash")]
