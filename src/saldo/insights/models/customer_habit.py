from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class CustomerHabit(TenantModel):
    """How many days after the due date a customer pays, as `policies.expectation.Habit` says it. Made by the night."""

    customer = TenantForeignKey("customers.Customer")
    invoices = models.PositiveSmallIntegerField()
    early_days = models.SmallIntegerField()
    usual_days = models.SmallIntegerField()
    late_days = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "customer"], name="insights_habit_once")]
