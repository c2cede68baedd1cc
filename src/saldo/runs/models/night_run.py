from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class NightRun(TenantModel):
    """The night of one issuer and business date. `counts` is what each step did, by the step's name.

    `finished_at` is empty while it runs, and stays so when it was cut off: the next one takes it up again.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    business_date = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "business_date"], name="runs_night_once")
        ]
