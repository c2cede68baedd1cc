from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class MessageEvent(TenantModel):
    """What became known about a message: accepted, temporarily refused, delivered, bounced, opened in the portal."""

    message = TenantForeignKey("correspondence.Message")
    kind = models.CharField(max_length=12)
    occurred_at = models.DateTimeField()
    detail = models.CharField(max_length=300, blank=True, default="")
