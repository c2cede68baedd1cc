from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.collections.choices import ReminderState, StepMode


class Reminder(TenantModel):
    """One message about everything overdue of a customer. At most one per customer, issuer and business date.

    `content` is what it says: items, credits, sums per currency, as strings; refreshed until it is queued. Until
    `held_until` a reminder that a person sent can be taken back: its message is not written before.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    customer = TenantForeignKey("customers.Customer")
    contact = TenantForeignKey("customers.Contact", null=True)
    business_date = models.DateField()
    step = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=StepMode)
    state = models.CharField(max_length=10, choices=ReminderState)
    language = models.CharField(max_length=5, default="en")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    content = models.JSONField()
    policy_version = models.PositiveIntegerField()
    message = TenantForeignKey("correspondence.Message", null=True)
    stopped_because = models.CharField(max_length=20, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "legal_entity", "customer", "business_date"], name="collections_reminder_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant_id", "customer", "business_date"], name="collections_reminder_customer"),
            models.Index(
                fields=["tenant_id", "state", "business_date"],
                name="collections_reminder_waiting",
                condition=models.Q(state__in=["drafted", "queued"]),
            ),
        ]
