from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel


class Allocation(TenantModel):
    """An amount of a payment or credit note that settles (part of) an invoice. Undone by `reversed_on`, not deleted."""

    payment = TenantForeignKey("payments.Payment", null=True)
    credit_note = TenantForeignKey("invoices.Invoice", null=True)
    invoice = TenantForeignKey("invoices.Invoice")
    currency = CurrencyField()
    amount_minor = MoneyMinorField()
    allocated_on = models.DateField()
    created_at = models.DateTimeField()
    reversed_on = models.DateField(null=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="settlement_allocation_positive"),
            models.CheckConstraint(
                condition=models.Q(payment__isnull=True) ^ models.Q(credit_note__isnull=True),
                name="settlement_one_source",
            ),
        ]
