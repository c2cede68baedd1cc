from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class AuditRecord(TenantModel):
    """One change of one thing. `action` is the verb's name; `before` and `after` hold what the verb changed."""

    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["tenant_id", "subject_id", "id"], name="audit_record_subject"),
            models.Index(fields=["tenant_id", "recorded_at", "id"], name="audit_record_time"),
        ]
