from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Policy(TenantModel):
    """An issuer's collections policy, in versions; the highest version is in force.

    `rules` is the JSON form of `policies.rules.Rules`: steps, caps, gaps, freshness, quiet days, minimum amounts.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    version = models.PositiveIntegerField()
    rules = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "version"], name="collections_policy_version")
        ]
