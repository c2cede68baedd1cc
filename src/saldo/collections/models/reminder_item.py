from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import MoneyMinorField, TenantForeignKey, TenantModel


class ReminderItem(TenantModel):
    """An overdue invoice that a reminder listed, and what was open of it then."""

    reminder = TenantForeignKey("collections.Reminder")
    invoice = TenantForeignKey("invoices.Invoice")
    open_minor = MoneyMinorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "reminder", "invoice"], name="collections_item_once")
        ]
