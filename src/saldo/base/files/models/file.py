from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class File(TenantModel):
    """Bytes that never change. Append-only."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    body = models.BinaryField()
    created_at = models.DateTimeField()
