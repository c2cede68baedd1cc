from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class PortalLink(TenantModel):
    """A contact's way into the customer's portal. The token is derived from the id and signed; its hash is stored."""

    customer = TenantForeignKey("customers.Customer")
    contact = TenantForeignKey("customers.Contact", null=True)
    secret = TenantForeignKey("tenants.Secret")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
