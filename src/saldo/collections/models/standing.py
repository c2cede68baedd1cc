from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Standing(TenantModel):
    """Where a customer stands with an issuer: the last step taken, the last contact, and why last night was silent.

    Through `promised_until` they are left alone: they promised to pay, or said that they had.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    customer = TenantForeignKey("customers.Customer")
    step = models.PositiveSmallIntegerField(default=0)
    step_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    promised_until = models.DateField(null=True)
    silence = models.CharField(max_length=20, blank=True, default="")
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "customer"], name="collections_standing_once")
        ]
        indexes = [models.Index(fields=["tenant_id", "customer"], name="collections_standing_customer")]
