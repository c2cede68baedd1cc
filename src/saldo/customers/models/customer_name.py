from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class CustomerName(TenantModel):
    """Another name under which a customer is known: on imported rows, on transfers."""

    customer = TenantForeignKey("customers.Customer")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "customer", "name"], name="customers_name_once")]
        indexes = [GinIndex(SearchVector("sort_key", config="simple"), name="customers_name_words")]
