from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.taxes.choices import TaxCategory


class TaxCode(TenantModel):
    """A tax that an issuer may put on a line. `rate` is in per cent. `note` is the reason printed for no tax."""

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    category = models.CharField(max_length=2, choices=TaxCategory)
    rate = models.DecimalField(max_digits=6, decimal_places=3)
    note = models.CharField(max_length=300, blank=True, default="")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "code"], name="taxes_code_once"),
            models.CheckConstraint(condition=models.Q(rate__gte=0) & models.Q(rate__lte=100), name="taxes_code_rate"),
        ]
