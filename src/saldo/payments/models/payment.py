from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel
from saldo.payments.choices import PaymentMethod, PaymentOrigin, PaymentState


class Payment(TenantModel):
    """Money received from a customer. `unapplied_minor` copies its ledger balance: what settles no invoice yet."""

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    customer = TenantForeignKey("customers.Customer")
    checkout = TenantForeignKey("payments.Checkout", null=True)
    gateway_account = TenantForeignKey("payments.GatewayAccount", null=True)
    key = models.CharField(max_length=200)
    origin = models.CharField(max_length=8, choices=PaymentOrigin)
    method = models.CharField(max_length=8, choices=PaymentMethod)
    state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.RECEIVED)
    currency = CurrencyField()
    amount_minor = MoneyMinorField()
    unapplied_minor = MoneyMinorField()
    received_on = models.DateField()
    reference = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    reversed_on = models.DateField(null=True)
    reversal_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="payments_payment_key"),
            models.UniqueConstraint(fields=["tenant_id", "checkout"], name="payments_payment_checkout"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payments_payment_positive"),
            models.CheckConstraint(
                condition=models.Q(unapplied_minor__gte=0) & models.Q(unapplied_minor__lte=models.F("amount_minor")),
                name="payments_unapplied_in_range",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "customer", "received_on"], name="payments_customer"),
            models.Index(fields=["tenant_id", "received_on", "id"], name="payments_received"),
            models.Index(fields=["tenant_id", "gateway_account", "reference"], name="payments_gateway_ref"),
            models.Index(fields=["tenant_id", "reference"], name="payments_reference"),
            models.Index(
                fields=["tenant_id", "received_on", "id"],
                name="payments_unused",
                condition=models.Q(unapplied_minor__gt=0),
            ),
        ]
