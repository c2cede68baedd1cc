from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Upper

from saldo.base.tenants.fields import CurrencyField, TenantModel
from saldo.customers.choices import ContactHold, CustomerKind


class Customer(TenantModel):
    """Who owes. `sort_key` is the name folded for sorting and searching, made in Python and compared byte by byte."""

    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField(max_length=10, choices=CustomerKind, default=CustomerKind.UNKNOWN)
    language = models.CharField(max_length=5, default="en")
    country = models.CharField(max_length=2, blank=True, default="")
    tax_id = models.CharField(max_length=40, blank=True, default="")
    address_lines = ArrayField(models.CharField(max_length=120), default=list)
    currency = CurrencyField(blank=True, default="")
    terms_days = models.PositiveSmallIntegerField(null=True)
    contact_hold = models.CharField(max_length=10, choices=ContactHold, blank=True, default="")
    note = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "number"], name="customers_customer_number")]
        indexes = [
            models.Index(fields=["tenant_id", "sort_key", "id"], name="customers_customer_sort"),
            # The two of the function customers_search; words have no order that a tenant could lead.
            models.Index("tenant_id", OpClass(Upper("number"), "text_pattern_ops"), name="customers_customer_begins"),
            GinIndex(SearchVector("sort_key", config="simple"), name="customers_customer_words"),
        ]
