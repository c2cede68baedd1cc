from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class Contact(TenantModel):
    """A person or mailbox at a customer. The primary contact receives invoices, receipts and reminders.

    `salutation` is stored as it is written ("Dear Agnieszka", "Dzień dobry, Pani Agnieszko"): it cannot be derived.
    """

    customer = TenantForeignKey("customers.Customer")
    name = models.CharField(max_length=200, blank=True, default="")
    salutation = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=5, default="en")
    is_primary = models.BooleanField(default=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_detail = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "customer", "email"],
                name="customers_contact_email",
                condition=~models.Q(email=""),
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "customer"],
                name="customers_contact_primary",
                condition=models.Q(is_primary=True),
            ),
        ]
        indexes = [
            models.Index("tenant_id", OpClass(Lower("email"), "text_pattern_ops"), name="customers_contact_begins"),
        ]
