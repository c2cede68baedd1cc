from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class MessageAttachment(TenantModel):
    """A kept file that goes out with a message."""

    message = TenantForeignKey("correspondence.Message")
    file = TenantForeignKey("files.File")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "message", "position"], name="correspondence_attachment")
        ]
