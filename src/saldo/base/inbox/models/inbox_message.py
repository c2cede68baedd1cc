from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class InboxMessage(TenantModel):
    """One thing that came in, byte for byte. `external_id` is the sender's own id: the same twice is stored once."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    handled_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "source", "external_id"], name="inbox_message_once")
        ]
        indexes = [
            models.Index(fields=["tenant_id", "received_at"], name="inbox_waiting", condition=models.Q(handled_at=None))
        ]
