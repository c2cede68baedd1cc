from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantModel


class Balance(TenantModel):
    """The sum of a customer's postings on one account in one currency, kept up to date by the door."""

    customer_id = models.UUIDField()
    account = models.CharField(max_length=30)
    currency = CurrencyField()
    balance_minor = MoneyMinorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "customer_id", "account", "currency"], name="ledger_balance_customer"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant_id", "account", "currency", "-balance_minor", "customer_id"], name="ledger_balance_rank"
            )
        ]
