from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel
from saldo.payments.choices import CheckoutState


class Checkout(TenantModel):
    """A customer's wish to pay certain amounts of certain invoices in one go.

    `key` is its idempotency key at the gateway, and `order` what the gateway is asked for besides the amount, frozen:
    a retry asks for exactly the same. The same customer, items and amounts have one live checkout at a time
    (`fingerprint`), so that a double click or a second tab comes to the same payment page.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    customer = TenantForeignKey("customers.Customer")
    gateway_account = TenantForeignKey("payments.GatewayAccount")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=CheckoutState, default=CheckoutState.NEW)
    currency = CurrencyField()
    amount_minor = MoneyMinorField()
    order = models.JSONField(default=dict)
    gateway_reference = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    failure_code = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="payments_checkout_key"),
            models.UniqueConstraint(
                fields=["tenant_id", "fingerprint"],
                name="payments_checkout_live",
                condition=models.Q(state__in=["new", "open", "pending"]),
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payments_checkout_positive"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "gateway_account", "gateway_reference"], name="payments_checkout_ref"),
            models.Index(
                fields=["tenant_id", "asked_at"],
                name="payments_checkout_waiting",
                condition=models.Q(state__in=["new", "open", "pending"]),
            ),
        ]
