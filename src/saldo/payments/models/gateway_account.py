from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import EncryptedJSONField, TenantForeignKey, TenantModel


class GatewayAccount(TenantModel):
    """An issuer's account at a payment gateway: the plugin's name and its configuration, encrypted at rest.

    `webhook_secret` opens the tenant for the gateway's webhook address; the webhook's signature is checked besides.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    plugin = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    config = EncryptedJSONField()
    webhook_secret = TenantForeignKey("tenants.Secret", null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
