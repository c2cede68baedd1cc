from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel


class DayFigure(TenantModel):
    """What belongs to one day of an issuer in one currency, as `policies.series.DayFigure` says it.

    Made from the ledger by the night and from nothing else; it can be thrown away and made again.
    """

    legal_entity = TenantForeignKey("tenants.LegalEntity")
    currency = CurrencyField()
    day = models.DateField()
    billed = MoneyMinorField()
    credited = MoneyMinorField()
    owed = MoneyMinorField()
    overdue = MoneyMinorField()
    credit = MoneyMinorField()
    settled = MoneyMinorField()
    settled_days = MoneyMinorField()
    due = MoneyMinorField()
    due_invoices = models.IntegerField()
    early = MoneyMinorField()
    likely = MoneyMinorField()
    late = MoneyMinorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "legal_entity", "currency", "day"], name="insights_day_once")
        ]
