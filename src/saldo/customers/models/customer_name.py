from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class CustomerName(TenantModel):
    """Another name under which a customer is known: on imported rows, on transfers."""

    customer = TenantForeignKey("customers.Customer")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "customer", "name"], name="customers_name_once")]
