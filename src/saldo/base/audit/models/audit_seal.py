from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class AuditSeal(TenantModel):
    """The hash over all records up to an instant that no earlier seal covers, chained to the previous seal."""

    number = models.PositiveIntegerField()
    sealed_up_to = models.DateTimeField()
    record_count = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    seal_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "number"], name="audit_seal_number")]
