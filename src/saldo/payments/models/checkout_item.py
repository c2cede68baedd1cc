from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import MoneyMinorField, TenantForeignKey, TenantModel


class CheckoutItem(TenantModel):
    """How much of which invoice a checkout pays: the customer's own remittance advice."""

    checkout = TenantForeignKey("payments.Checkout")
    invoice = TenantForeignKey("invoices.Invoice")
    amount_minor = MoneyMinorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "checkout", "invoice"], name="payments_checkout_item"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payments_item_positive"),
        ]
