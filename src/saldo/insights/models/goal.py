from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Goal(TenantModel):
    """How many days an issuer wants its money to take (DSO), and by when; the audit keeps earlier ones."""

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    days = models.PositiveSmallIntegerField()
    by = models.DateField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "legal_entity"], name="insights_goal_once")]
