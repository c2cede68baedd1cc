from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class KeptAnswer(TenantModel):
    """The answer to a request that carried an `Idempotency-Key`, given again when the request is repeated."""

    caller_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "caller_id", "key"], name="inbox_answer_once")]
