from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Snapshot(TenantModel):
    """Up to when an issuer's figures have been added up; what the ledger recorded after `known_at` is added live.

    The habit of all its customers together stands here, for those who have none of their own.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    taken_on = models.DateField()
    known_at = models.DateTimeField()
    invoices = models.PositiveIntegerField()
    early_days = models.SmallIntegerField()
    usual_days = models.SmallIntegerField()
    late_days = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "legal_entity"], name="insights_snapshot_once")]
