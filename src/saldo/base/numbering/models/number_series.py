from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class NumberSeries(TenantModel):
    """How an issuer numbers one kind of document. A pattern with `{year}` begins again at 1 every year."""

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    kind = models.CharField(max_length=20)
    pattern = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "kind"], name="numbering_series_kind")
        ]
