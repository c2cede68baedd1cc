from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel


class Posting(TenantModel):
    """One line of an entry: debit positive, credit negative. Customer and item are opaque ids from above.

    The entry's two dates stand here again, so that an as-of report reads one table.
    """

    entry = TenantForeignKey("ledger.Entry")
    line = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=30)
    currency = CurrencyField()
    amount_minor = MoneyMinorField()
    customer_id = models.UUIDField(null=True)
    item_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "entry", "line"], name="ledger_posting_line"),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="ledger_posting_not_zero"),
        ]
        indexes = [
            models.Index(
                fields=["tenant_id", "item_id"], name="ledger_posting_item", condition=models.Q(item_id__isnull=False)
            ),
            models.Index(
                fields=["tenant_id", "customer_id", "account"],
                name="ledger_posting_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
            # what has been recorded since somebody last added up
            models.Index(
                fields=["tenant_id", "recorded_at"],
                name="ledger_posting_recorded",
                condition=models.Q(customer_id__isnull=False),
            ),
        ]
