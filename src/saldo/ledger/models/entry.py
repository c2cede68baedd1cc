from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Entry(TenantModel):
    """What happened, once: `key` is `<verb>:<subject id>`. Its postings sum to zero in every currency."""

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    legal_entity = TenantForeignKey("tenants.LegalEntity")
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    posting_count = models.PositiveSmallIntegerField()
    corrects = TenantForeignKey("ledger.Entry", null=True)
    rate = models.DecimalField(max_digits=20, decimal_places=10, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="ledger_entry_key"),
            models.CheckConstraint(condition=models.Q(posting_count__gte=2), name="ledger_entry_two_postings"),
        ]
